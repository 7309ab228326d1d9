package io.ktrdr.coordinator.service;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** The first bytes of an answer; where it is longer, the rest is not waited for. */
final class FirstBytes implements BodySubscriber<SourceContent> {
    private final int maxBytes;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<SourceContent> content = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    FirstBytes(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public CompletionStage<SourceContent> getBody() {
        return content;
    }

    @Override
    public void onSubscribe(Flow.Subscription started) {
        subscription = started;
        started.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> received) {
        for (ByteBuffer buffer : received) {
            byte[] wanted = new byte[Math.min(buffer.remaining(), maxBytes - bytes.size())];
            buffer.get(wanted);
            bytes.writeBytes(wanted);
            if (buffer.hasRemaining()) {
                content.complete(new SourceContent(bytes.toByteArray(), false));
                if (subscription != null) {
                    subscription.cancel();
                }
                return;
            }
        }
    }

    @Override
    public void onError(Throwable failure) {
        content.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        content.complete(new SourceContent(bytes.toByteArray(), true));
    }
}
