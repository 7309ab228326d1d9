package io.ktrdr.cli.local;

import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Whether a port of this machine can be listened on. */
final class Ports {
    private Ports() {}

    static void requireFree(int port, String neededBy) {
        if (!isFree(port)) {
            throw new CommandFailure(
                    ExitCode.FAULT,
                    "Port " + port + " is taken by another program, and needed by " + neededBy
                            + "\nChoose other ports with --port");
        }
    }

    static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
