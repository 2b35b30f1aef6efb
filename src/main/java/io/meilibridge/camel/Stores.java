package io.meilibridge.camel;

import io.meilibridge.checkpoint.CheckpointStore;
import io.meilibridge.checkpoint.FileStore;
import io.meilibridge.checkpoint.MemoryStore;
import io.meilibridge.checkpoint.RedisStore;
import io.meilibridge.checkpoint.RenewedStore;
import io.meilibridge.config.RedisConnection;
import io.meilibridge.config.settings.CheckpointSettings;
import io.meilibridge.config.settings.DeadLetterSettings;
import io.meilibridge.config.settings.Settings;
import io.meilibridge.deadletter.DeadLetter;
import io.meilibridge.deadletter.DeadLetterStore;
import io.meilibridge.deadletter.DeadLetters;
import io.meilibridge.deadletter.FileDeadLetters;
import io.meilibridge.deadletter.MemoryDeadLetters;
import io.meilibridge.deadletter.RedisDeadLetters;
import io.vertx.redis.client.Redis;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Opens the configured stores, of checkpoints and of dead letters.
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

    /// @param redis asked only where the dead letters are in Redis
    /// @param onAdded told of each
    /// @return null where none are to be kept
    static @Nullable DeadLetters deadLetters(
            Settings settings, Supplier<Redis> redis, Consumer<DeadLetter> onAdded) {
        DeadLetterSettings letters = settings.errorHandling().deadLetters();
        if (!letters.enabled()) {
            return null;
        }
        DeadLetterStore store =
                switch (letters.storage()) {
                    case MEMORY -> new MemoryDeadLetters();
                    case FILE -> new FileDeadLetters(settings.checkpoint().path());
                    case REDIS ->
                            new RedisDeadLetters(
                                    new RedisConnection(redis.get(), REDIS_LIMIT),
                                    settings.redis().keyPrefix());
                };
        return new DeadLetters(
                store,
                letters.maxEntriesPerTask(),
                letters.retention(),
                Clock.systemUTC(),
                onAdded);
    }
}
