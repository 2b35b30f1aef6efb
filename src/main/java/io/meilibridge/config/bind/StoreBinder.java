package io.meilibridge.config.bind;

import io.meilibridge.config.settings.CheckpointBackend;
import io.meilibridge.config.settings.CheckpointSettings;
import io.meilibridge.config.settings.RedisSettings;
import io.meilibridge.config.settings.Secret;
import io.meilibridge.config.settings.WalRelief;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Binds the checkpoint store and Redis.
final class StoreBinder {

    private StoreBinder() {}

    static CheckpointSettings checkpoint(View view, RedisSettings redis) {
        CheckpointBackend given = view.find("backend", CheckpointBackend.class);
        CheckpointBackend standard =
                redis.url() == null ? CheckpointBackend.FILE : CheckpointBackend.REDIS;
        View recovery = view.group("recovery");
        return new CheckpointSettings(
                given == null ? standard : given,
                view.get("path", Path.class),
                view.get("flush_interval", Duration.class),
                view.get("flush_batch_size", Integer.class),
                view.get("ttl", Duration.class),
                view.get("wal_relief", WalRelief.class),
                recovery.get("verify_position", Boolean.class),
                recovery.get("fallback_to_start", Boolean.class));
    }

    static RedisSettings redis(View view) {
        URI url = url(view);
        String user = null;
        Secret password = view.find("password", Secret.class);
        int database = view.get("database", Integer.class);
        if (url != null) {
            String login = url.getRawUserInfo();
            int colon = login == null ? -1 : login.indexOf(':');
            String name = login == null ? "" : colon < 0 ? login : login.substring(0, colon);
            user = name.isEmpty() ? null : decoded(name);
            if (login != null && colon >= 0) {
                once(view, "password");
                password = new Secret(decoded(login.substring(colon + 1)));
            }
            String path = url.getRawPath();
            if (path != null && path.matches("/[0-9]{1,6}")) {
                once(view, "database");
                database = Integer.parseInt(path.substring(1));
            }
        }
        return new RedisSettings(
                url == null ? null : address(url),
                user,
                password,
                database,
                view.get("key_prefix", String.class),
                SourceBinder.pool(view.group("pool"), null));
    }

    private static void once(View view, String name) {
        if (view.isGiven(name)) {
            view.fault(name, "expected it either here or in the url, got it in both");
        }
    }

    private static @Nullable URI url(View view) {
        String text = view.find("url", String.class);
        if (text == null) {
            return null;
        }
        try {
            URI url = new URI(text);
            String scheme = String.valueOf(url.getScheme());
            String path = url.getRawPath() == null ? "" : url.getRawPath();
            if ((scheme.equals("redis") || scheme.equals("rediss"))
                    && url.getHost() != null
                    && url.getRawQuery() == null
                    && path.matches("/?|/[0-9]{1,6}")) {
                return url;
            }
        } catch (URISyntaxException _) {
            // Said below: its message would show the text, password and all.
        }
        view.fault("url", "expected a URL such as redis://host:6379/0, got something else");
        return null;
    }

    private static URI address(URI url) {
        int port = url.getPort() < 0 ? 6379 : url.getPort();
        return URI.create(url.getScheme() + "://" + url.getHost() + ":" + port);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
