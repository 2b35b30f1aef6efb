package io.meilibridge.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// Stands before PostgreSQL as a pooler does: names a server process of its own making when a
/// connection opens (PostgreSQL docs, Message Formats, BackendKeyData), and passes on all else.
public final class PoolerStandIn implements AutoCloseable {

    private static final byte[] KEY_DATA = {'K', 0, 0, 0, 12};

    private final ServerSocket listening;
    private final int target;

    private PoolerStandIn(ServerSocket listening, int target) {
        this.listening = listening;
        this.target = target;
    }

    /// @param target the server's port
    public static PoolerStandIn before(int target) throws IOException {
        PoolerStandIn pooler =
                new PoolerStandIn(
                        new ServerSocket(0, 100, InetAddress.getLoopbackAddress()), target);
        Thread.ofVirtual().name("pooler-" + target).start(pooler::accept);
        return pooler;
    }

    public int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                Thread.ofVirtual().start(() -> pass(client, server, false));
                Thread.ofVirtual().start(() -> pass(server, client, true));
            }
        } catch (IOException closed) {
            // The test is done.
        }
    }

    private static void pass(Socket from, Socket to, boolean renames) {
        byte[] buffer = new byte[64 * 1024];
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                if (renames) {
                    rename(buffer, length);
                }
                out.write(buffer, 0, length);
                out.flush();
            }
        } catch (IOException closed) {
            // The other side is done.
        }
    }

    private static void rename(byte[] buffer, int length) {
        for (int i = 0; i + KEY_DATA.length + 4 <= length; i++) {
            boolean found = true;
            for (int j = 0; j < KEY_DATA.length; j++) {
                found &= buffer[i + j] == KEY_DATA[j];
            }
            if (found) {
                buffer[i + KEY_DATA.length] ^= 0x40;
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
