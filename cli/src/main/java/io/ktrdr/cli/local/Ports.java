package io.ktrdr.cli.local;

import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Whether a port of this machine can be listened on. */
final class Ports {
    private static final int FREE_FROM = 20_000;
    private static final int FREE_TO = 32_000;
    private static final int FREE_ATTEMPTS = 100;

    private Ports() {}

    static void requireFree(int port, String neededBy) {
        if (!isFree(port)) {
            throw new CommandFailure(
                    ExitCode.FAULT,
                    "Port " + port + " is taken by another program, and needed by " + neededBy
                            + "\nChoose other ports with --port");
        }
    }

    /** The first of as many free ports in a row, where operating systems give none away by themselves. */
    static OptionalInt freeInARow(int count) {
        return ThreadLocalRandom.current()
                .ints(FREE_ATTEMPTS, FREE_FROM, FREE_TO - count)
                .filter(first -> IntStream.range(first, first + count).allMatch(Ports::isFree))
                .findFirst();
    }

    static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
