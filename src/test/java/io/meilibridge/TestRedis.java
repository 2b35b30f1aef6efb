package io.meilibridge;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import redis.embedded.RedisServer;

/// A Redis server of a test, and a client of it.
public final class TestRedis implements AutoCloseable {

    private static final int LIMIT_SECONDS = 20;

    private final Vertx vertx = Vertx.vertx();
    private final int port = FreePort.next();
    private final RedisServer server;
    private final Redis client;

    /// @param settings lines of its configuration
    public TestRedis(String... settings) throws IOException {
        var builder = RedisServer.newRedisServer().port(port).setting("bind 127.0.0.1");
        for (String setting : settings) {
            builder.setting(setting);
        }
        server = builder.build();
        server.start();
        client = Redis.createClient(vertx, new RedisOptions().setConnectionString(url()));
    }

    public String url() {
        return "redis://127.0.0.1:" + port + "/3";
    }

    public int port() {
        return port;
    }

    public Redis client() {
        return client;
    }

    /// Sends a command and waits for the answer.
    public Response send(Request request) throws Exception {
        return client.send(request)
                .toCompletionStage()
                .toCompletableFuture()
                .get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    public void startServer() throws IOException {
        server.start();
    }

    public void stopServer() throws IOException {
        server.stop();
    }

    @Override
    public void close() throws IOException {
        client.close();
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                .join();
        server.stop();
    }
}
