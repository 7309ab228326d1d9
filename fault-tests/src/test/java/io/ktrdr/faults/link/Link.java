package io.ktrdr.faults.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between those who connect to it and one port of this machine, whatever is spoken there. */
public final class Link implements AutoCloseable {
    private static final int BACKLOG = 256;

    private final InetSocketAddress target;
    private final ServerSocket door;
    private final Set<Carriage> carriages = ConcurrentHashMap.newKeySet();
    private final AtomicInteger lostAnswers = new AtomicInteger();
    private volatile Weather weather = Weather.CLEAR;

    private Link(InetSocketAddress target, ServerSocket door) {
        this.target = target;
        this.door = door;
    }

    /** Open from now on, in clear weather. Nobody needs to listen on the port yet. */
    public static Link to(int port) {
        try {
            InetAddress loopback = InetAddress.getLoopbackAddress();
            Link link = new Link(new InetSocketAddress(loopback, port), new ServerSocket(0, BACKLOG, loopback));
            Thread.ofVirtual().start(link::receive);
            return link;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** On which it is reached. */
    public int port() {
        return door.getLocalPort();
    }

    public Weather weather() {
        return weather;
    }

    /** From now on, also for connections that are there. What has lost bytes ends when the weather clears. */
    public void turn(Weather next) {
        weather = next;
        carriages.forEach(Carriage::weatherTurned);
    }

    /** How many answers it has ever lost on purpose. */
    public int lostAnswers() {
        return lostAnswers.get();
    }

    void answerLost() {
        lostAnswers.incrementAndGet();
    }

    InetSocketAddress target() {
        return target;
    }

    void gone(Carriage carriage) {
        carriages.remove(carriage);
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        carriages.forEach(carriage -> carriage.end(Ending.RESET));
    }

    private void receive() {
        while (!door.isClosed()) {
            try {
                Socket caller = door.accept();
                Carriage carriage = new Carriage(this, caller);
                carriages.add(carriage);
                Thread.ofVirtual().start(carriage::run);
            } catch (IOException e) {
                // closed, or the caller was gone before it was let in
            }
        }
    }
}
