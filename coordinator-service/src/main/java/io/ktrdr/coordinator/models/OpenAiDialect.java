package io.ktrdr.coordinator.models;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's chat completions, as many others offer them. JSON is asked for in the way that nearly all of them know: mode
 * {@code json_object}, and the schema in words; not all of those who know {@code json_schema} know all of JSON Schema.
 */
final class OpenAiDialect implements LangChainProvider.Dialect {
    private static final String ASK_FOR_JSON = """


            Answer with one JSON object and nothing else. It must be valid against this JSON schema:
            """;

    private final URI baseUrl;
    private final String model;
    private final @Nullable Secret key;

    OpenAiDialect(URI baseUrl, String model, @Nullable Secret key) {
        this.baseUrl = baseUrl;
        this.model = model;
        this.key = key;
    }

    @Override
    public ChatModel client(Exchange exchange) {
        OpenAiChatModel.OpenAiChatModelBuilder builder = OpenAiChatModel.builder()
                .httpClientBuilder(exchange)
                .baseUrl(baseUrl.toString())
                .modelName(model)
                .maxRetries(0);
        if (key != null) {
            builder.apiKey(key.reveal());
        }
        return builder.build();
    }

    @Override
    public ChatRequest request(Question question, List<ChatMessage> messages) {
        OpenAiChatRequestParameters.Builder parameters = OpenAiChatRequestParameters.builder();
        // what OpenAI itself no longer takes from newer models, nearly all others know alone
        if (String.valueOf(baseUrl.getHost()).endsWith("openai.com")) {
            parameters.maxCompletionTokens(question.maxOutputTokens());
        } else {
            parameters.maxOutputTokens(question.maxOutputTokens());
        }
        List<ChatMessage> all = new ArrayList<>(messages);
        AnswerSchema schema = question.schema();
        if (schema != null) {
            all.set(0, SystemMessage.from(question.system() + ASK_FOR_JSON + schema.text()));
            parameters.responseFormat(ResponseFormat.JSON);
        }
        return ChatRequest.builder()
                .messages(all)
                .parameters(parameters.build())
                .build();
    }

    @Override
    public String text(AiMessage message) {
        return message.text() == null ? "" : message.text();
    }

    @Override
    public @Nullable Usage usage(JsonNode body) {
        JsonNode usage = body.path("usage");
        if (!usage.path("prompt_tokens").isNumber()) {
            return null;
        }
        long prompt = LangChainProvider.Dialect.tokens(usage, "prompt_tokens");
        // here the prompt's tokens are all of them, those from the cache included
        long cached = Math.min(
                prompt, LangChainProvider.Dialect.tokens(usage.path("prompt_tokens_details"), "cached_tokens"));
        return new Usage(prompt - cached, LangChainProvider.Dialect.tokens(usage, "completion_tokens"), cached, 0);
    }

    @Override
    public Reply.Ending ending(JsonNode body) {
        JsonNode choice = body.path("choices").path(0);
        if (!choice.path("message").path("refusal").asText("").isEmpty()) {
            return Reply.Ending.REFUSED;
        }
        return switch (choice.path("finish_reason").asText("")) {
            // sensitive: of GLM
            case "content_filter", "sensitive" -> Reply.Ending.REFUSED;
            case "length", "model_context_window_exceeded" -> Reply.Ending.CUT_OFF;
            default -> Reply.Ending.COMPLETE;
        };
    }
}
