package io.meilibridge.config;

import io.meilibridge.checkpoint.RedisCommands;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.NullMarked;

/// The Redis commands of the checkpoint store over the pooled client of quarkus-redis-client, which
/// connects anew by itself. Blocks, so not for event-loop threads. The client is its owner's to
/// close.
@NullMarked
public final class RedisConnection implements RedisCommands {

    private final Redis redis;
    private final Duration timeout;

    /// @param timeout for one command, connecting included
    public RedisConnection(Redis redis, Duration timeout) {
        this.redis = redis;
        this.timeout = timeout;
    }

    @Override
    public Map<String, String> hashEntries(String key) throws IOException {
        Response answer = send(Request.cmd(Command.HGETALL).arg(key));
        Map<String, String> entries = new HashMap<>();
        for (String field : answer.getKeys()) {
            entries.put(field, answer.get(field).toString(StandardCharsets.UTF_8));
        }
        return entries;
    }

    @Override
    public long evaluate(String script, List<String> keys, List<String> arguments)
            throws IOException {
        Request request = Request.cmd(Command.EVAL).arg(script).arg(keys.size());
        keys.forEach(request::arg);
        arguments.forEach(request::arg);
        return send(request).toLong();
    }

    private Response send(Request request) throws IOException {
        try {
            return redis.send(request)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failure) {
            throw new IOException("Redis refused or could not be reached.", failure.getCause());
        } catch (TimeoutException failure) {
            throw new IOException("Redis did not answer within " + timeout + ".", failure);
        } catch (InterruptedException failure) {
            Thread.currentThread().interrupt();
            throw new IOException("Waiting for Redis was interrupted.", failure);
        }
    }
}
