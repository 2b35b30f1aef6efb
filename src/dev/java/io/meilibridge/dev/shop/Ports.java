package io.meilibridge.dev.shop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// Ports of this machine that nothing listens on.
final class Ports {

    private Ports() {}

    /// The wanted one, so that addresses are the same from start to start; another where it is
    /// taken.
    static int preferably(int wanted) throws IOException {
        try (ServerSocket socket = listen(wanted)) {
            return socket.getLocalPort();
        } catch (IOException _) {
            try (ServerSocket socket = listen(0)) {
                return socket.getLocalPort();
            }
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    }
}
