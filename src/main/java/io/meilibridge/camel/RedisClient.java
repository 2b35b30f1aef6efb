package io.meilibridge.camel;

import io.meilibridge.config.settings.RedisSettings;
import io.meilibridge.config.settings.Secret;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// The client of the configured Redis server.
record RedisClient(Redis redis) implements AutoCloseable {

    static RedisClient open(Vertx vertx, RedisSettings settings) {
        return new RedisClient(Redis.createClient(vertx, options(settings)));
    }

    static RedisOptions options(RedisSettings settings) {
        RedisOptions options = new RedisOptions();
        options.setConnectionString(address(settings));
        options.setMaxPoolSize(settings.pool().maxSize());
        long idleMillis = settings.pool().idleTimeout().toMillis();
        if (idleMillis == 0) {
            options.setPoolCleanerInterval(-1);
        } else {
            options.setPoolRecycleTimeout((int) Math.min(idleMillis, Integer.MAX_VALUE));
        }
        return options;
    }

    /// The client takes user and password in the address alone, so it is not to be logged.
    private static String address(RedisSettings settings) {
        URI url = Objects.requireNonNull(settings.url(), "redis.url is not set");
        Secret password = settings.password();
        String user = settings.user() == null ? "" : encode(settings.user());
        String secret = password == null ? "" : ":" + encode(password.value());
        String login = user.isEmpty() && secret.isEmpty() ? "" : user + secret + "@";
        int port = url.getPort() < 0 ? 6379 : url.getPort();
        return url.getScheme()
                + "://"
                + login
                + url.getHost()
                + ":"
                + port
                + "/"
                + settings.database();
    }

    private static String encode(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        redis.close();
    }
}
