package io.meilibridge;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// TCP ports for servers that take a while to listen, or stop and come back. They lie below those
/// that systems give to outgoing connections: a port that the system picks as free may be the near
/// end of somebody's connection a moment later.
public final class FreePort {

    private static final int FIRST = 20_000;
    private static final int END = 32_000;

    private FreePort() {}

    /// A port that nobody listened to just now.
    public static int next() {
        for (int i = 0; i < 1000; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            if (isFree(port)) {
                return port;
            }
        }
        throw new AssertionError("No free port was found from " + FIRST + " to " + END + ".");
    }

    private static boolean isFree(int port) {
        try (ServerSocket _ = new ServerSocket(port)) {
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
