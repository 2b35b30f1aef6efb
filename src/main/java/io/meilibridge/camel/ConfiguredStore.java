package io.meilibridge.camel;

import io.meilibridge.checkpoint.CheckpointStore;
import io.meilibridge.config.settings.Settings;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import org.jspecify.annotations.Nullable;

/// The configured store of checkpoints for a command, which runs beside no service. One thread.
public final class ConfiguredStore implements AutoCloseable {

    private final Settings settings;
    private final CheckpointStore store;
    private @Nullable Vertx vertx;
    private @Nullable RedisClient redis;

    /// @throws io.meilibridge.fault.CheckpointException when it cannot be used, as while a service
    ///   uses a store that is not shared
    public ConfiguredStore(Settings settings) {
        this.settings = settings;
        this.store = Stores.open(settings, this::redis);
    }

    public CheckpointStore store() {
        return store;
    }

    private Redis redis() {
        Vertx made = Vertx.vertx();
        RedisClient client = RedisClient.open(made, settings.redis());
        vertx = made;
        redis = client;
        return client.redis();
    }

    @Override
    public void close() {
        store.close();
        if (redis != null) {
            redis.close();
        }
        if (vertx != null) {
            vertx.close();
        }
    }
}
