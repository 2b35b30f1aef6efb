package io.meilibridge.proxy;

import io.meilibridge.proxy.Trouble.Pace;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One connection through a proxy, with a thread for each direction.
final class ProxiedConnection {

    private final TcpProxy proxy;
    private final Socket client;
    private final Socket server;
    private final Consumer<ProxiedConnection> ended;
    private volatile boolean silent;

    /// The server has answered since the client last sent something.
    private volatile boolean answered = true;

    private volatile @Nullable Trouble trouble;

    ProxiedConnection(
            TcpProxy proxy, Socket client, Socket server, Consumer<ProxiedConnection> ended) {
        this.proxy = proxy;
        this.client = client;
        this.server = server;
        this.ended = ended;
    }

    void start() throws IOException {
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        Thread.ofVirtual().start(this::passRequests);
        Thread.ofVirtual().start(this::passAnswers);
    }

    void fallSilent() {
        silent = true;
    }

    private void passRequests() {
        try {
            InputStream in = client.getInputStream();
            OutputStream out = server.getOutputStream();
            byte[] piece = new byte[16_384];
            for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                if (answered) {
                    answered = false;
                    trouble = proxy.troubleFor(piece, length);
                }
                if (trouble instanceof Trouble.Hold(HeldRequest held)) {
                    held.add(piece, length);
                } else if (!silent) {
                    write(out, piece, length);
                }
            }
        } catch (IOException broken) {
            // The other side is closed below.
        }
        if (trouble instanceof Trouble.Hold(HeldRequest held)) {
            held.clientHasGone();
        }
        if (!silent) {
            close();
        }
    }

    private void passAnswers() {
        try {
            InputStream in = server.getInputStream();
            OutputStream out = client.getOutputStream();
            byte[] piece = new byte[16_384];
            for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                if (trouble instanceof Trouble.LoseAnswer(boolean reset)) {
                    if (reset) {
                        reset();
                    }
                    break;
                }
                answered = true;
                if (!silent && !isTaken(out, piece, length)) {
                    break;
                }
            }
        } catch (IOException broken) {
            // The other side is closed below.
        }
        if (!silent) {
            close();
        }
    }

    /// Also when the client has gone and nobody is told: what a network drops blocks no server,
    /// which else would wait for ever, when it is to end, until its last words are taken.
    private boolean isTaken(OutputStream out, byte[] piece, int length) {
        try {
            write(out, piece, length);
            return true;
        } catch (IOException gone) {
            return silent;
        }
    }

    private void write(OutputStream out, byte[] piece, int length) throws IOException {
        int from = 0;
        while (from < length) {
            Pace pace = proxy.pace();
            int count = Math.min(pace.bytesAtOnce(), length - from);
            if (!pace.pause().isZero()) {
                LockSupport.parkNanos(pace.pause().toNanos());
            }
            if (silent) {
                return;
            }
            out.write(piece, from, count);
            out.flush();
            from += count;
        }
    }

    void close() {
        closeQuietly(client);
        closeQuietly(server);
        ended.accept(this);
    }

    void reset() {
        reset(client);
        closeQuietly(server);
        ended.accept(this);
    }

    /// Closes so that the peer gets an RST.
    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException gone) {
            // Then it is closed already.
        }
        closeQuietly(socket);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // That is what was wanted.
        }
    }
}
