package io.meilibridge.proxy;

import io.meilibridge.proxy.Trouble.Pace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Stands in front of a server on this machine and lets go wrong what a test asks for, at run time:
/// passes everything on until then. Thread-safe.
public final class TcpProxy implements AutoCloseable {

    private enum State {
        PASSING,
        REFUSING,
        SILENT
    }

    private record Ordered(Predicate<String> request, Trouble trouble) {}

    private final ServerSocket listening;
    private final int target;
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private final Deque<Ordered> ordered = new ArrayDeque<>();
    private volatile State state = State.PASSING;
    private volatile Pace pace = Pace.FREE;

    private TcpProxy(ServerSocket listening, int target) {
        this.listening = listening;
        this.target = target;
    }

    /// Opens one on a free port.
    ///
    /// @param target the server's port
    public static TcpProxy before(int target) throws IOException {
        ServerSocket listening = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        TcpProxy proxy = new TcpProxy(listening, target);
        Thread.ofVirtual().name("proxy-" + target).start(proxy::accept);
        return proxy;
    }

    public int port() {
        return listening.getLocalPort();
    }

    /// Everything goes well again, for new connections: those that fell silent stay so.
    public void pass() {
        state = State.PASSING;
        pace = Pace.FREE;
        synchronized (ordered) {
            ordered.clear();
        }
    }

    /// Closes all connections, and takes new ones.
    public void cut() {
        connections.forEach(ProxiedConnection::close);
    }

    /// Resets all connections, and new ones at once.
    public void refuse() {
        state = State.REFUSING;
        connections.forEach(ProxiedConnection::reset);
    }

    /// From now on nothing gets through any more and nobody is told: half-open connections. Those
    /// that there are and that come until [#pass] never recover.
    public void fallSilent() {
        state = State.SILENT;
        connections.forEach(ProxiedConnection::fallSilent);
    }

    /// What passes is so much later, in both directions.
    public void delay(Duration by) {
        pace = new Pace(Integer.MAX_VALUE, by);
    }

    /// Passes on one byte at a time.
    public void trickle(Duration pause) {
        pace = new Pace(1, pause);
    }

    /// The server gets the next such request and its answer is lost with the connection.
    ///
    /// @param request of the first bytes that a client sends after an answer
    public void loseAnswer(Predicate<String> request) {
        order(request, new Trouble.LoseAnswer(false));
    }

    /// The same by RST: a peer that has gone.
    public void resetAfter(Predicate<String> request) {
        order(request, new Trouble.LoseAnswer(true));
    }

    /// The next such request stays here until it is released.
    public HeldRequest hold(Predicate<String> request) {
        HeldRequest held = new HeldRequest(target);
        order(request, new Trouble.Hold(held));
        return held;
    }

    private void order(Predicate<String> request, Trouble trouble) {
        synchronized (ordered) {
            ordered.addLast(new Ordered(request, trouble));
        }
    }

    /// How many troubles that were ordered have not happened yet.
    public int outstanding() {
        synchronized (ordered) {
            return ordered.size();
        }
    }

    /// How many connections are open.
    public int connections() {
        return connections.size();
    }

    /// What is to happen to an exchange that begins.
    @Nullable Trouble troubleFor(byte[] begin, int length) {
        synchronized (ordered) {
            if (ordered.isEmpty()) {
                return null;
            }
            String request = new String(begin, 0, length, StandardCharsets.ISO_8859_1);
            Ordered next = ordered.getFirst();
            if (!next.request().test(request)) {
                return null;
            }
            ordered.removeFirst();
            return next.trouble();
        }
    }

    Pace pace() {
        return pace;
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                take(listening.accept());
            } catch (IOException closedOrUnreachable) {
                // The test is over, or the server away: the client has been closed.
            }
        }
    }

    private void take(Socket client) throws IOException {
        try {
            if (state == State.REFUSING) {
                ProxiedConnection.reset(client);
                return;
            }
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            ProxiedConnection connection =
                    new ProxiedConnection(this, client, server, connections::remove);
            connections.add(connection);
            // Only now: what was ordered before that has not met it.
            switch (state) {
                case SILENT -> connection.fallSilent();
                case REFUSING -> connection.reset();
                case PASSING -> {}
            }
            connection.start();
        } catch (IOException unreachable) {
            client.close();
            throw unreachable;
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException closing) {
            // It takes no connections either way.
        }
        cut();
    }
}
