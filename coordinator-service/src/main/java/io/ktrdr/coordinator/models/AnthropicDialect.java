package io.ktrdr.coordinator.models;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Anthropic's Messages. JSON is asked for as the arguments of a tool that must be called. */
final class AnthropicDialect implements LangChainProvider.Dialect {
    private static final String TOOL = "answer";

    private final String baseUrl;
    private final String model;
    private final Secret key;

    AnthropicDialect(String baseUrl, String model, Secret key) {
        // as in Anthropic's own variable ANTHROPIC_BASE_URL: without the version
        String host = baseUrl.endsWith("/") ? baseUrl.substring(0, baseUrl.length() - 1) : baseUrl;
        this.baseUrl = host.endsWith("/v1") ? host : host + "/v1";
        this.model = model;
        this.key = key;
    }

    @Override
    public ChatModel client(Exchange exchange) {
        return AnthropicChatModel.builder()
                .httpClientBuilder(exchange)
                .baseUrl(baseUrl)
                .apiKey(key.reveal())
                .modelName(model)
                .cacheSystemMessages(true)
                .disableParallelToolUse(true)
                .maxRetries(0)
                .build();
    }

    @Override
    public ChatRequest request(Question question, List<ChatMessage> messages) {
        ChatRequest.Builder request =
                ChatRequest.builder().messages(messages).maxOutputTokens(question.maxOutputTokens());
        AnswerSchema schema = question.schema();
        if (schema != null) {
            request.toolSpecifications(tool(schema.tree())).toolChoice(ToolChoice.REQUIRED);
        }
        return request.build();
    }

    private static ToolSpecification tool(JsonNode schema) {
        JsonObjectSchema.Builder parameters = JsonObjectSchema.builder();
        schema.path("properties")
                .properties()
                .forEach(property -> parameters.addProperty(
                        property.getKey(),
                        JsonRawSchema.from(property.getValue().toString())));
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        return ToolSpecification.builder()
                .name(TOOL)
                .description("Takes the answer.")
                .parameters(parameters.required(required).build())
                .build();
    }

    @Override
    public String text(AiMessage message) {
        if (message.hasToolExecutionRequests()) {
            return message.toolExecutionRequests().getFirst().arguments();
        }
        return message.text() == null ? "" : message.text();
    }

    @Override
    public @Nullable Usage usage(JsonNode body) {
        JsonNode usage = body.path("usage");
        if (!usage.path("input_tokens").isNumber()) {
            return null;
        }
        return new Usage(
                LangChainProvider.Dialect.tokens(usage, "input_tokens"),
                LangChainProvider.Dialect.tokens(usage, "output_tokens"),
                LangChainProvider.Dialect.tokens(usage, "cache_read_input_tokens"),
                LangChainProvider.Dialect.tokens(usage, "cache_creation_input_tokens"));
    }

    @Override
    public Reply.Ending ending(JsonNode body) {
        return switch (body.path("stop_reason").asText("")) {
            case "refusal" -> Reply.Ending.REFUSED;
            case "max_tokens", "model_context_window_exceeded" -> Reply.Ending.CUT_OFF;
            default -> Reply.Ending.COMPLETE;
        };
    }
}
