package io.meilibridge.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A request that a proxy keeps from its server, whose client may have given it up long before it
/// gets there. Thread-safe.
public final class HeldRequest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch given = new CountDownLatch(1);
    private final int target;

    HeldRequest(int target) {
        this.target = target;
    }

    synchronized void add(byte[] piece, int length) {
        bytes.write(piece, 0, length);
        begun.countDown();
    }

    void clientHasGone() {
        given.countDown();
    }

    /// @return whether a request has come within the time
    public boolean awaitBegin(Duration limit) throws InterruptedException {
        return begun.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// @return whether its client has closed the connection within the time
    public boolean awaitGivenUp(Duration limit) throws InterruptedException {
        return given.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Sends what has come to the server, on a connection of its own.
    ///
    /// @return the first bytes that the server answers
    public synchronized String release() throws IOException {
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            server.getOutputStream().write(bytes.toByteArray());
            server.getOutputStream().flush();
            byte[] answer = new byte[512];
            int length = server.getInputStream().read(answer);
            return new String(
                    answer, 0, Math.max(0, length), java.nio.charset.StandardCharsets.ISO_8859_1);
        }
    }
}
