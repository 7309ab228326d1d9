package io.ktrdr.cli.ops;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The lines of a response that never ends, as they come, for one reader who does not wait for ever. */
final class Lines implements AutoCloseable {
    private final BlockingQueue<Optional<String>> received = new LinkedBlockingQueue<>();
    private volatile Flow.@Nullable Subscription subscription;

    void of(Flow.Publisher<List<ByteBuffer>> body) {
        body.subscribe(HttpResponse.BodySubscribers.fromLineSubscriber(new Receiver()));
    }

    /** Empty at the end, when the connection broke, and when nothing came for so long. */
    Optional<String> next(Duration longest) throws InterruptedException {
        Optional<String> line = received.poll(longest.toMillis(), TimeUnit.MILLISECONDS);
        if (line == null) {
            return Optional.empty();
        }
        Flow.Subscription source = subscription;
        if (source != null) {
            source.request(1);
        }
        return line;
    }

    @Override
    public void close() {
        Flow.Subscription source = subscription;
        if (source != null) {
            source.cancel();
        }
    }

    private final class Receiver implements Flow.Subscriber<String> {
        @Override
        public void onSubscribe(Flow.Subscription source) {
            subscription = source;
            source.request(1);
        }

        @Override
        public void onNext(String line) {
            received.add(Optional.of(line));
        }

        @Override
        public void onError(Throwable broken) {
            received.add(Optional.empty());
        }

        @Override
        public void onComplete() {
            received.add(Optional.empty());
        }
    }
}
