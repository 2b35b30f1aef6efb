package io.meilibridge.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    /// Answers each line of six bytes with the same in capitals.
    private static final class Server implements AutoCloseable {

        private final ServerSocket listening;
        private final List<String> received = new CopyOnWriteArrayList<>();

        Server() throws IOException {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(this::accept);
        }

        private void accept() {
            try {
                while (true) {
                    Socket socket = listening.accept();
                    Thread.ofVirtual().start(() -> answer(socket));
                }
            } catch (IOException closed) {
                // The test is over.
            }
        }

        private void answer(Socket socket) {
            try (socket) {
                InputStream in = socket.getInputStream();
                OutputStream out = socket.getOutputStream();
                for (byte[] line = in.readNBytes(6); line.length == 6; line = in.readNBytes(6)) {
                    String text = new String(line, StandardCharsets.US_ASCII);
                    received.add(text);
                    out.write(text.replace('a', 'A').getBytes(StandardCharsets.US_ASCII));
                }
            } catch (IOException gone) {
                // So has the client.
            }
        }

        @Override
        public void close() throws IOException {
            listening.close();
        }
    }

    private Server server;
    private TcpProxy proxy;

    @BeforeEach
    void open() throws IOException {
        server = new Server();
        proxy = TcpProxy.before(server.listening.getLocalPort());
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        server.close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static String ask(Socket socket, String line) throws IOException {
        socket.getOutputStream().write(line.getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readNBytes(6), StandardCharsets.US_ASCII);
    }

    @Test
    void everything_passes_at_first() throws Exception {
        try (Socket socket = connect()) {
            assertThat(ask(socket, "aaaaa\n")).isEqualTo("AAAAA\n");
            assertThat(ask(socket, "abcab\n")).isEqualTo("AbcAb\n");
        }
    }

    @Test
    void what_is_cut_ends_and_new_connections_pass() throws Exception {
        try (Socket socket = connect()) {
            ask(socket, "aaaaa\n");
            proxy.cut();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        try (Socket socket = connect()) {
            assertThat(ask(socket, "aaaaa\n")).isEqualTo("AAAAA\n");
        }
    }

    @Test
    void what_is_refused_is_reset() throws Exception {
        proxy.refuse();
        assertThatThrownBy(
                        () -> {
                            try (Socket socket = connect()) {
                                ask(socket, "aaaaa\n");
                            }
                        })
                .isInstanceOf(SocketException.class);
        assertThat(server.received).isEmpty();
        proxy.pass();
        try (Socket socket = connect()) {
            assertThat(ask(socket, "aaaaa\n")).isEqualTo("AAAAA\n");
        }
    }

    @Test
    void a_silent_connection_stays_open_and_never_recovers() throws Exception {
        try (Socket old = connect();
                Socket fresh = connect()) {
            ask(old, "aaaaa\n");
            proxy.fallSilent();
            old.setSoTimeout(200);
            fresh.setSoTimeout(200);
            assertThatThrownBy(() -> ask(old, "aaaaa\n"))
                    .isInstanceOf(SocketTimeoutException.class);
            assertThatThrownBy(() -> ask(fresh, "aaaaa\n"))
                    .isInstanceOf(SocketTimeoutException.class);
            proxy.pass();
            assertThatThrownBy(() -> ask(old, "aaaaa\n"))
                    .isInstanceOf(SocketTimeoutException.class);
            assertThat(server.received).hasSize(1);
            try (Socket later = connect()) {
                assertThat(ask(later, "aaaaa\n")).isEqualTo("AAAAA\n");
            }
        }
    }

    @Test
    void a_lost_answer_is_of_a_request_that_was_dealt_with() throws Exception {
        proxy.loseAnswer(request -> request.startsWith("b"));
        try (Socket socket = connect()) {
            assertThat(ask(socket, "aaaaa\n")).isEqualTo("AAAAA\n");
            assertThat(ask(socket, "baaaa\n")).isEmpty();
        }
        assertThat(server.received).containsExactly("aaaaa\n", "baaaa\n");
        assertThat(proxy.outstanding()).isZero();
    }

    @Test
    void a_reset_comes_after_the_request_was_dealt_with() throws Exception {
        proxy.resetAfter(_ -> true);
        try (Socket socket = connect()) {
            assertThatThrownBy(() -> ask(socket, "aaaaa\n")).isInstanceOf(SocketException.class);
        }
        assertThat(server.received).containsExactly("aaaaa\n");
    }

    @Test
    void what_is_delayed_comes_later_and_whole() throws Exception {
        proxy.delay(Duration.ofMillis(100));
        try (Socket socket = connect()) {
            long begin = System.nanoTime();
            assertThat(ask(socket, "aaaaa\n")).isEqualTo("AAAAA\n");
            assertThat(System.nanoTime() - begin).isGreaterThan(200_000_000);
        }
    }

    @Test
    void what_trickles_comes_byte_by_byte() throws Exception {
        proxy.trickle(Duration.ofMillis(20));
        try (Socket socket = connect()) {
            long begin = System.nanoTime();
            assertThat(ask(socket, "aaaaa\n")).isEqualTo("AAAAA\n");
            assertThat(System.nanoTime() - begin).isGreaterThan(12 * 20_000_000L);
        }
    }

    @Test
    void a_held_request_comes_after_a_later_one_and_without_its_client() throws Exception {
        HeldRequest held = proxy.hold(request -> request.startsWith("b"));
        try (Socket socket = connect()) {
            socket.setSoTimeout(200);
            assertThatThrownBy(() -> ask(socket, "baaaa\n"))
                    .isInstanceOf(SocketTimeoutException.class);
            assertThat(held.awaitBegin(LIMIT)).isTrue();
        }
        assertThat(held.awaitGivenUp(LIMIT)).isTrue();
        try (Socket socket = connect()) {
            assertThat(ask(socket, "caaaa\n")).isEqualTo("cAAAA\n");
        }
        assertThat(held.release()).isEqualTo("bAAAA\n");
        assertThat(server.received).containsExactly("caaaa\n", "baaaa\n");
    }
}
