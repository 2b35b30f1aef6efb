package io.meilibridge.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/// TLS in front of a server of this machine that speaks none.
public final class TlsFront implements AutoCloseable {

    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final SSLServerSocket listening;
    private final int target;

    private TlsFront(SSLServerSocket listening, int target) {
        this.listening = listening;
        this.target = target;
    }

    /// @param target the port of the server
    public static TlsFront of(int target, SSLContext shown) throws IOException {
        SSLServerSocket listening =
                (SSLServerSocket)
                        shown.getServerSocketFactory()
                                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        TlsFront front = new TlsFront(listening, target);
        Thread.ofVirtual().start(front::accept);
        return front;
    }

    public int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(client);
                open.add(server);
                Thread.ofVirtual().start(() -> pass(client, server));
                Thread.ofVirtual().start(() -> pass(server, client));
            }
        } catch (IOException closed) {
            // By close().
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            byte[] piece = new byte[16_384];
            for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                out.write(piece, 0, length);
                out.flush();
            }
        } catch (IOException broken) {
            // Both are closed.
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
