package io.ktrdr.faults.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** One connection over a link: what comes in on one side goes out on the other, as the weather allows. */
final class Carriage {
    private static final int BUFFER = 64 * 1024;
    private static final Duration CONNECT = Duration.ofSeconds(2);

    private final Link link;
    private final Socket caller;
    private final Socket callee = new Socket();
    private final AtomicInteger ways = new AtomicInteger(Direction.values().length);
    private final AtomicBoolean ended = new AtomicBoolean();
    /** Ways on which bytes were lost: whatever came after them would make no sense. */
    private final Set<Direction> torn = ConcurrentHashMap.newKeySet();

    private volatile boolean answerUnwelcome;

    Carriage(Link link, Socket caller) {
        this.link = link;
        this.caller = caller;
    }

    void run() {
        if (link.weather() instanceof Weather.Cut(Ending how)) {
            end(how);
            return;
        }
        try {
            caller.setTcpNoDelay(true);
            callee.setTcpNoDelay(true);
            callee.connect(link.target(), (int) CONNECT.toMillis());
        } catch (IOException e) {
            end(Ending.RESET);
            return;
        }
        Thread.ofVirtual().start(() -> carry(Direction.ANSWER, callee, caller));
        carry(Direction.REQUEST, caller, callee);
    }

    void weatherTurned() {
        switch (link.weather()) {
            case Weather.Cut(Ending how) -> end(how);
            case Weather.HalfClosed(Direction closed) -> halfClose(closed);
            case Weather.Clear() -> {
                if (!torn.isEmpty()) {
                    end(Ending.RESET);
                }
            }
            case Weather.Slow slow -> {}
            case Weather.BlackHole hole -> {}
            case Weather.AnswerLost lost -> {}
        }
    }

    /** Only the first ending is seen. */
    void end(Ending how) {
        if (ended.compareAndSet(false, true)) {
            link.gone(this);
            end(caller, how);
            end(callee, how);
        }
    }

    private static void end(Socket socket, Ending how) {
        try (socket) {
            if (how == Ending.RESET) {
                socket.setSoLinger(true, 0);
            }
        } catch (IOException e) {
            // it has ended already
        }
    }

    private void carry(Direction direction, Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[BUFFER];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                if (arrives(direction, buffer, length)) {
                    out.write(buffer, 0, length);
                }
            }
            if (!torn.contains(direction)) {
                to.shutdownOutput();
            }
            if (ways.decrementAndGet() == 0) {
                end(Ending.CLOSED);
            }
        } catch (IOException e) {
            end(Ending.RESET);
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts this", e);
        }
    }

    private boolean arrives(Direction direction, byte[] bytes, int length) throws InterruptedException {
        if (direction == Direction.ANSWER && answerUnwelcome) {
            link.answerLost();
            end(Ending.RESET);
            return false;
        }
        if (torn.contains(direction)) {
            return false;
        }
        return switch (link.weather()) {
            case Weather.Clear() -> true;
            case Weather.Slow(Duration delay) -> {
                Thread.sleep(delay);
                yield true;
            }
            case Weather.Cut(Ending how) -> {
                end(how);
                yield false;
            }
            case Weather.HalfClosed(Direction closed) -> {
                if (closed == direction) {
                    halfClose(closed);
                }
                yield closed != direction;
            }
            case Weather.BlackHole() -> {
                torn.add(direction);
                yield false;
            }
            case Weather.AnswerLost(String word) -> {
                // before it is passed on: the answer may be faster than this thread
                answerUnwelcome |= direction == Direction.REQUEST && contains(bytes, length, word);
                yield true;
            }
        };
    }

    private void halfClose(Direction closed) {
        torn.add(closed);
        try {
            (closed == Direction.REQUEST ? callee : caller).shutdownOutput();
        } catch (IOException e) {
            // not connected yet, or not any more
        }
    }

    private static boolean contains(byte[] bytes, int length, String word) {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1).contains(word);
    }
}
