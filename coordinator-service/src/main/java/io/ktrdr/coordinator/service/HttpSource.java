package io.ktrdr.coordinator.service;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.coordinator.research.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * A server that lists the files of a folder as nginx does with {@code autoindex_format json}: an array of objects with
 * {@code name}, {@code type} ({@code file} or {@code directory}; others are passed over) and, for a file, {@code size} in bytes.
 * Redirects are not followed: they could lead anywhere.
 *
 * @param root ends in a slash
 */
record HttpSource(URI root, Duration timeout, HttpClient client) implements DataSource {
    /** Some thousand files. */
    static final int MAX_LISTING_BYTES = 4 * 1024 * 1024;

    HttpSource(URI root, Duration timeout) {
        this(
                root,
                timeout,
                HttpClient.newBuilder()
                        .connectTimeout(timeout)
                        .followRedirects(Redirect.NEVER)
                        .build());
    }

    /** @throws IllegalArgumentException that does not repeat the URL */
    static HttpSource of(String url, Duration timeout) {
        URI uri;
        try {
            uri = new URI(url.endsWith("/") ? url : url + "/");
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("is not a URL: " + e.getReason() + " at character " + e.getIndex());
        }
        if (!"http".equalsIgnoreCase(uri.getScheme()) && !"https".equalsIgnoreCase(uri.getScheme())) {
            throw new IllegalArgumentException("must be a folder, or a URL with http or https");
        }
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "must be a URL without user, password, query and fragment: it is shown to everybody who asks for the pool");
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("is a URL without a host");
        }
        return new HttpSource(uri, timeout);
    }

    /** Answers, and lists: anything else that answers is not a data source. */
    @Override
    public void probe() throws IOException, InterruptedException {
        entries(SourcePath.ROOT);
    }

    @Override
    public List<SourceEntry> entries(SourcePath folder) throws IOException, InterruptedException {
        SourceContent answer = get(folder, uri(folder, true), MAX_LISTING_BYTES);
        if (!answer.whole()) {
            throw new UnusableFileException(folder, "has too many files to be listed");
        }
        JsonNode list;
        try {
            list = Json.parse(new String(answer.bytes(), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw noListing(folder);
        }
        if (!list.isArray()) {
            throw noListing(folder);
        }
        List<SourceEntry> entries = new ArrayList<>();
        for (JsonNode item : list) {
            SourcePath child = folder.child(item.path("name").asText());
            String type = item.path("type").asText();
            JsonNode size = item.path("size");
            if (child != null && type.equals("directory")) {
                entries.add(new SourceEntry(child, true, null));
            } else if (child != null && type.equals("file")) {
                entries.add(new SourceEntry(child, false, size.canConvertToLong() ? size.longValue() : null));
            }
        }
        return entries;
    }

    private static UnusableFileException noListing(SourcePath folder) {
        return new UnusableFileException(folder, "is not listed as a JSON array of files");
    }

    @Override
    public SourceContent read(SourcePath file, int maxBytes) throws IOException, InterruptedException {
        if (file.names().isEmpty()) {
            throw new UnusableFileException(file, "is not a file");
        }
        return get(file, uri(file, false), maxBytes);
    }

    private URI uri(SourcePath path, boolean folder) {
        String encoded = path.names().stream()
                .map(name -> URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/"));
        return root.resolve(folder && !encoded.isEmpty() ? encoded + "/" : encoded);
    }

    private SourceContent get(SourcePath path, URI uri, int maxBytes) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(timeout).GET().build();
        CompletableFuture<HttpResponse<SourceContent>> sent =
                client.sendAsync(request, info -> new FirstBytes(maxBytes));
        try {
            // the timeout of the request ends with the headers; this one is for the whole of it
            return judged(path, sent.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
        } catch (ExecutionException e) {
            throw new IOException(root + " cannot be reached: " + inWords(e), e);
        } catch (TimeoutException e) {
            throw new IOException(root + " did not answer within " + timeout.toMillis() + " ms", e);
        } finally {
            sent.cancel(true);
        }
    }

    private SourceContent judged(SourcePath path, HttpResponse<SourceContent> answer) throws IOException {
        int status = answer.statusCode();
        if (status == 408 || status == 429) {
            throw new IOException(root + " answers " + status + ": try again later");
        }
        return switch (status / 100) {
            case 2 -> answer.body();
            case 3 ->
                throw new UnusableFileException(path, "is elsewhere (" + status + "): redirects are not followed");
            case 4 ->
                throw new UnusableFileException(
                        path, status == 404 ? "is not there" : "is refused by the server (" + status + ")");
            default -> throw new IOException(root + " answers " + status);
        };
    }

    /** Some of the client's exceptions say what happened by their class only. */
    private static String inWords(ExecutionException failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
