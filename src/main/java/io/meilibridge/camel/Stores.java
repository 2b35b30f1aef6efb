package io.meilibridge.camel;

import io.meilibridge.checkpoint.CheckpointStore;
import io.meilibridge.checkpoint.FileStore;
import io.meilibridge.checkpoint.MemoryStore;
import io.meilibridge.checkpoint.RedisStore;
import io.meilibridge.checkpoint.RenewedStore;
import io.meilibridge.config.RedisConnection;
import io.meilibridge.config.settings.CheckpointSettings;
import io.meilibridge.config.settings.Settings;
import io.vertx.redis.client.Redis;
import java.time.Duration;
import java.util.function.Supplier;

/// Opens the configured checkpoint store.
final class Stores {

    private static final Duration REDIS_LIMIT = Duration.ofSeconds(5);

    private Stores() {}

    /// @param redis asked only where the store is in Redis
    static CheckpointStore open(Settings settings, Supplier<Redis> redis) {
        CheckpointSettings checkpoint = settings.checkpoint();
        return switch (checkpoint.backend()) {
            case MEMORY -> new MemoryStore();
            case FILE -> new FileStore(checkpoint.path());
            case REDIS -> {
                Duration timeToLive = checkpoint.timeToLive();
                RedisStore store =
                        new RedisStore(
                                new RedisConnection(redis.get(), REDIS_LIMIT),
                                settings.redis().keyPrefix(),
                                timeToLive);
                yield timeToLive.isPositive() ? new RenewedStore(store, timeToLive) : store;
            }
        };
    }
}
