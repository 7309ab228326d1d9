package io.ktrdr.coordinator.service;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A server that lists the files of a folder. */
record HttpSource(URI root, Duration timeout, HttpClient client) implements DataSource {
    HttpSource(URI root, Duration timeout) {
        this(root, timeout, HttpClient.newBuilder().connectTimeout(timeout).build());
    }

    @Override
    public void probe() throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(root).timeout(timeout).GET().build();
        HttpResponse<Void> answer = client.send(request, HttpResponse.BodyHandlers.discarding());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(root + " answers " + answer.statusCode());
        }
    }
}
