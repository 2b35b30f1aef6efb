package io.meilibridge.camel.relief;

import io.meilibridge.fault.CheckpointException;
import io.meilibridge.fault.ErrorCode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.redisson.client.RedisClient;
import org.redisson.client.RedisConnection;
import org.redisson.client.RedisException;
import org.redisson.client.codec.StringCodec;
import org.redisson.client.protocol.RedisCommand;
import org.redisson.client.protocol.RedisCommands;

/// Whether what is written to the server is safe there, and the wait until it is, on a connection
/// of its own: `WAITAOF` waits for the writes of its connection alone.
///
/// A server from 7.2 on is asked to wait until its append-only file is on disk. An older one has to
/// write that file through before it answers (`appendfsync always`). One at a time.
final class Durability implements AutoCloseable {

    private static final String FIELD = "synced";

    private final RedisServer server;
    private @Nullable RedisClient client;
    private @Nullable RedisConnection connection;
    private boolean waits;

    Durability(RedisServer server) {
        this.server = server;
    }

    /// @throws CheckpointException RELIEF_UNSAFE, naming the setting
    /// @throws RedisException when the server does not answer
    void requireSafe() {
        Map<String, String> info = sync(RedisCommands.INFO_ALL);
        require(
                "1".equals(info.get("aof_enabled")),
                "an append-only file, got none",
                "Set 'appendonly yes'.");
        String policy = info.getOrDefault("maxmemory_policy", "");
        require(
                policy.equals("noeviction"),
                "'maxmemory-policy noeviction', got '" + policy + "'",
                "Set it: entries must not be evicted.");
        waits = isFrom72(info.getOrDefault("redis_version", ""));
        List<String> fsync = fsync();
        require(
                waits ? !fsync.contains("no") : fsync.contains("always"),
                waits
                        ? "'appendfsync everysec' or 'always', got 'no'"
                        : "'appendfsync always', which a server before 7.2 needs, got "
                                + (fsync.isEmpty() ? "no answer" : "'" + fsync.getLast() + "'"),
                "Set it, or use Redis 7.2 or later.");
    }

    /// Empty where the server does not say, as hosted ones do.
    private List<String> fsync() {
        try {
            return sync(RedisCommands.CONFIG_GET, "appendfsync");
        } catch (RedisException refused) {
            if (connection != null && connection.isActive()) {
                return List.of();
            }
            throw refused;
        }
    }

    private static boolean isFrom72(String version) {
        String[] parts = version.split("\\.", 3);
        try {
            int major = Integer.parseInt(parts[0]);
            return major > 7 || (major == 7 && Integer.parseInt(parts[1]) >= 2);
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException unknown) {
            return false;
        }
    }

    private static void require(boolean holds, String what, String hint) {
        if (!holds) {
            throw new CheckpointException(
                    ErrorCode.RELIEF_UNSAFE,
                    "What WAL relief puts aside would not be safe in Redis: expected " + what + ".",
                    hint + " Or set 'checkpoint.wal_relief: off'.");
        }
    }

    /// Waits until a field of a hash that was written on another connection is on the server's
    /// disk. That file is written in order, so what is written here after it was seen is behind it;
    /// a server that has lost it in between does not show it.
    ///
    /// @throws RedisException when it is not, or the server does not answer
    void await(String key, String field) {
        if (!waits) {
            return;
        }
        boolean there = sync(RedisCommands.HEXISTS, key, field);
        if (!there) {
            throw new RedisException("Entry " + field + " is not there any more.");
        }
        sync(RedisCommands.HSET, key, FIELD, field);
        List<?> copies = sync(RedisCommands.WAITAOF, 1, 0, RedisServer.LIMIT_MILLIS);
        if (copies.isEmpty() || !"1".equals(String.valueOf(copies.getFirst()))) {
            throw new RedisException("Entry " + field + " is not on disk in time.");
        }
    }

    /// Another connection next time, whatever went wrong on this one.
    private <T> T sync(RedisCommand<T> command, Object... parameters) {
        RedisConnection present = connection;
        if (present == null || !present.isActive()) {
            close();
            RedisClient made = server.connectOnce();
            client = made;
            present = made.connect();
            connection = present;
        }
        return present.sync(StringCodec.INSTANCE, command, parameters);
    }

    @Override
    public void close() {
        RedisClient old = client;
        client = null;
        connection = null;
        if (old != null) {
            old.shutdown();
        }
    }
}
