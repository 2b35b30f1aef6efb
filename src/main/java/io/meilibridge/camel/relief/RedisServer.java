package io.meilibridge.camel.relief;

import io.meilibridge.config.settings.RedisSettings;
import io.meilibridge.config.settings.Secret;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.net.URI;
import java.util.Objects;
import java.util.Set;
import org.apache.camel.support.DefaultExchangeHolder;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisClient;
import org.redisson.client.RedisClientConfig;
import org.redisson.client.codec.StringCodec;
import org.redisson.codec.CompositeCodec;
import org.redisson.codec.SerializationCodec;
import org.redisson.config.Config;
import org.redisson.config.SingleServerConfig;

/// How the configured Redis is reached: few threads, short limits, and no repetition of its own
/// accord, since whoever asks knows what a failed write means.
record RedisServer(RedisSettings settings) {

    private static final int CONNECT_LIMIT_MILLIS = 3000;
    static final int LIMIT_MILLIS = 5000;

    /// What an entry is made of when camel-redis writes it; nothing else is read.
    private static final Set<String> CLASSES =
            Set.of(
                    DefaultExchangeHolder.class.getName(),
                    "[B",
                    "java.lang.Long",
                    "java.lang.Number",
                    "java.util.LinkedHashMap",
                    "java.util.HashMap",
                    "java.util.concurrent.ConcurrentHashMap");

    RedissonClient connect() {
        Config config = new Config();
        config.setThreads(2);
        config.setNettyThreads(2);
        config.setCodec(
                new CompositeCodec(
                        StringCodec.INSTANCE,
                        new SerializationCodec(RedisServer.class.getClassLoader(), CLASSES)));
        SingleServerConfig server = config.useSingleServer();
        server.setAddress(address())
                .setDatabase(settings.database())
                .setConnectionPoolSize(4)
                .setConnectionMinimumIdleSize(1)
                .setSubscriptionConnectionPoolSize(1)
                .setSubscriptionConnectionMinimumIdleSize(1)
                .setConnectTimeout(CONNECT_LIMIT_MILLIS)
                .setTimeout(LIMIT_MILLIS)
                .setRetryAttempts(0);
        if (settings.user() != null) {
            server.setUsername(settings.user());
        }
        Secret password = settings.password();
        if (password != null) {
            server.setPassword(password.value());
        }
        return Redisson.create(config);
    }

    /// A client of one connection at a time, whose commands come one after the other.
    RedisClient connectOnce() {
        RedisClientConfig config =
                new RedisClientConfig()
                        .setAddress(address())
                        // Else it looks for a part of netty that is not there.
                        .setResolverGroup(DefaultAddressResolverGroup.INSTANCE)
                        .setDatabase(settings.database())
                        .setConnectTimeout(CONNECT_LIMIT_MILLIS)
                        .setCommandTimeout(2 * LIMIT_MILLIS);
        if (settings.user() != null) {
            config.setUsername(settings.user());
        }
        Secret password = settings.password();
        if (password != null) {
            config.setPassword(password.value());
        }
        return RedisClient.create(config);
    }

    private String address() {
        URI url = Objects.requireNonNull(settings.url(), "redis.url is not set");
        int port = url.getPort() < 0 ? 6379 : url.getPort();
        return url.getScheme() + "://" + url.getHost() + ":" + port;
    }
}
