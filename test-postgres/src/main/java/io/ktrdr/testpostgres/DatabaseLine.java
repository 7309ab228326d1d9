package io.ktrdr.testpostgres;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The way to a PostgreSQL server, which can be cut: then who is connected is cut off, and who comes is turned away. */
public final class DatabaseLine implements Closeable {
    private static final int CHUNK = 64 * 1024;

    private final String host;
    private final int port;
    private final ServerSocket door;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;
    private volatile @Nullable String trap;

    DatabaseLine(String address) {
        int colon = address.lastIndexOf(':');
        host = address.substring(0, colon);
        port = Integer.parseInt(address.substring(colon + 1));
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::listen);
    }

    String address() {
        return "127.0.0.1:" + door.getLocalPort();
    }

    public void cut() {
        cut = true;
        open.forEach(DatabaseLine::closeQuietly);
    }

    /** The next statement that contains this text, in any case, does not arrive: the line is cut. */
    public void cutAt(String statement) {
        trap = statement.toLowerCase(Locale.ROOT);
    }

    public boolean isCut() {
        return cut;
    }

    public void mend() {
        trap = null;
        cut = false;
    }

    private void listen() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                if (cut) {
                    client.close();
                    continue;
                }
                Socket server = new Socket(host, port);
                open.add(client);
                open.add(server);
                Thread.ofVirtual().start(() -> pass(client, server, true));
                Thread.ofVirtual().start(() -> pass(server, client, false));
            } catch (IOException e) {
                // the door was closed, or the server is really away: nobody gets through
            }
        }
    }

    private void pass(Socket from, Socket to, boolean statements) {
        byte[] chunk = new byte[CHUNK];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                String waited = trap;
                if (statements && waited != null && text(chunk, length).contains(waited)) {
                    cut();
                    return;
                }
                out.write(chunk, 0, length);
            }
        } catch (IOException e) {
            // one side hung up: so does the other
        } finally {
            closeQuietly(from);
            closeQuietly(to);
        }
    }

    private static String text(byte[] chunk, int length) {
        return new String(chunk, 0, length, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    }

    private static void closeQuietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            // closed is closed
        }
    }

    @Override
    public void close() {
        cut();
        closeQuietly(door);
    }
}
