package io.meilibridge.dev.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Listens on the loopback address and serves each connection on a thread of its own, a platform
/// one: for the few connections of a client's pool, blocking reads there cost the least.
public final class HttpServer implements AutoCloseable {

    private static final int RECEIVE_BUFFER_BYTES = 1024 * 1024;

    private final String name;
    private final HttpHandler handler;
    private final ServerSocket listener;
    private final Map<Socket, Thread> connections = new ConcurrentHashMap<>();
    private volatile boolean closed;

    private HttpServer(String name, HttpHandler handler, ServerSocket listener) {
        this.name = name;
        this.handler = handler;
        this.listener = listener;
    }

    /// @param port 0 for any free one
    /// @param name what the threads are called
    public static HttpServer start(int port, String name, HttpHandler handler) {
        try {
            ServerSocket listener = new ServerSocket();
            listener.setReuseAddress(true);
            listener.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
            HttpServer server = new HttpServer(name, handler, listener);
            Thread.ofPlatform().daemon().name(name + "-accept").start(server::accept);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot listen on port " + port + " for " + name, e);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /// Like `http://127.0.0.1:43210`, without a slash at the end.
    public String url() {
        return "http://" + listener.getInetAddress().getHostAddress() + ":" + port();
    }

    /// Cuts every connection and interrupts the handlers that are at work.
    @Override
    public void close() {
        closed = true;
        closeQuietly(listener);
        connections.forEach((socket, thread) -> {
            closeQuietly(socket);
            thread.interrupt();
        });
    }

    private void accept() {
        while (!closed) {
            try {
                Socket socket = listener.accept();
                Thread thread =
                        Thread.ofPlatform()
                                .daemon()
                                .name(name + "-" + socket.getPort())
                                .unstarted(() -> serve(socket));
                connections.put(socket, thread);
                thread.start();
                if (closed) {
                    closeQuietly(socket);
                }
            } catch (IOException e) {
                // The listener was closed, or the client left before it was accepted.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            new HttpConnection(socket, handler).serve();
        } catch (IOException | InterruptedException e) {
            // The client went away, or close() was called: there is nobody left to tell.
        } finally {
            connections.remove(socket);
        }
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // A socket that fails to close is closed for our purpose.
        }
    }
}
