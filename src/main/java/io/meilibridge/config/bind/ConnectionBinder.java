package io.meilibridge.config.bind;

import io.meilibridge.config.load.FileAccess;
import io.meilibridge.config.settings.ConnectionSettings;
import io.meilibridge.config.settings.Secret;
import io.meilibridge.config.settings.SocketSettings;
import io.meilibridge.config.settings.TlsMode;
import io.meilibridge.config.settings.TlsSettings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Binds how a database is reached: single keys, or a libpq URL for some of them. A value given
/// both ways is a fault.
final class ConnectionBinder {

    private final FileAccess files;

    ConnectionBinder(FileAccess files) {
        this.files = files;
    }

    ConnectionSettings bind(View view) {
        Map<String, String> url = url(view);
        Integer port = number(view, "port", "port", url, 1, 65535);
        Integer connectSeconds =
                number(view, "connect_timeout", "connect_timeout", url, 0, 1_000_000);
        String password = url.get("password");
        once(view, "password", "password", url);
        Map<String, String> parameters = new HashMap<>();
        for (String name : new String[] {"application_name", "options"}) {
            if (url.containsKey(name)) {
                parameters.put(name, url.get(name));
            }
        }
        return new ConnectionSettings(
                required(view, "host", "host", url),
                port == null ? view.get("port", Integer.class) : port,
                required(view, "database", "dbname", url),
                required(view, "user", "user", url),
                password == null ? view.find("password", Secret.class) : new Secret(password),
                tls(view, url),
                sockets(view, url),
                connectSeconds == null
                        ? view.get("connect_timeout", Duration.class)
                        : Duration.ofSeconds(connectSeconds),
                view.get("statement_timeout", Duration.class),
                parameters);
    }

    private static Map<String, String> url(View view) {
        String url = view.find("url", String.class);
        if (url == null) {
            return Map.of();
        }
        try {
            return LibpqUrl.parse(url);
        } catch (IllegalArgumentException e) {
            view.fault("url", "expected " + e.getMessage());
            return Map.of("host", "", "dbname", "", "user", "");
        }
    }

    private static String required(
            View view, String name, String parameter, Map<String, String> url) {
        String key = view.find(name, String.class);
        String inUrl = url.get(parameter);
        once(view, name, parameter, url);
        if (key == null && inUrl == null && !broken(view, name)) {
            view.fault(name, "expected a text here or in the url, got nothing");
        }
        return key != null ? key : inUrl == null ? "" : inUrl;
    }

    /// Whether the key is there and its fault already said.
    private static boolean broken(View view, String name) {
        return view.isGiven(name);
    }

    private static void once(View view, String name, String parameter, Map<String, String> url) {
        if (url.containsKey(parameter) && view.isGiven(name)) {
            view.fault(name, "expected it either here or in the url, got it in both");
        }
    }

    private static @Nullable Integer number(
            View view, String name, String parameter, Map<String, String> url, int from, int to) {
        String text = url.get(parameter);
        if (text == null) {
            return null;
        }
        once(view, name, parameter, url);
        int number = text.matches("[0-9]{1,7}") ? Integer.parseInt(text) : -1;
        if (number < from || number > to) {
            view.fault(
                    "url",
                    "expected "
                            + parameter
                            + " to be a whole number from "
                            + from
                            + " to "
                            + to
                            + ", got something else");
            return null;
        }
        return number;
    }

    private static SocketSettings sockets(View view, Map<String, String> url) {
        SocketSettings keys = SourceBinder.sockets(view);
        Integer on = number(view, "tcp_keepalive", "keepalives", url, 0, 1);
        Integer idle = number(view, "tcp_keepalive_time", "keepalives_idle", url, 0, 1_000_000);
        Integer interval =
                number(view, "tcp_keepalive_interval", "keepalives_interval", url, 0, 1_000_000);
        Integer count = number(view, "tcp_keepalive_count", "keepalives_count", url, 0, 1_000);
        return new SocketSettings(
                on == null ? keys.keepalive() : on == 1,
                idle == null || idle == 0 ? keys.keepaliveTime() : Duration.ofSeconds(idle),
                interval == null || interval == 0
                        ? keys.keepaliveInterval()
                        : Duration.ofSeconds(interval),
                count == null || count == 0 ? keys.keepaliveCount() : count,
                keys.noDelay(),
                keys.sendBufferBytes(),
                keys.receiveBufferBytes());
    }

    private TlsSettings tls(View database, Map<String, String> url) {
        View view = database.group("ssl");
        Path certificate = file(view, "client_cert", "sslcert", url);
        Path key = file(view, "client_key", "sslkey", url);
        if ((certificate == null) != (key == null)) {
            String missing = certificate == null ? "client_cert" : "client_key";
            view.fault(missing, "expected client_cert and client_key together, got one of them");
        }
        return new TlsSettings(
                mode(view, url), file(view, "ca_cert", "sslrootcert", url), certificate, key);
    }

    private static TlsMode mode(View view, Map<String, String> url) {
        once(view, "mode", "sslmode", url);
        TlsMode mode = view.get("mode", TlsMode.class);
        boolean given = view.isGiven("mode");
        String inUrl = url.get("sslmode");
        if (inUrl != null) {
            given = true;
            try {
                mode = TlsMode.valueOf(inUrl.toUpperCase(Locale.ROOT).replace('-', '_'));
            } catch (IllegalArgumentException _) {
                view.fault("mode", "expected an sslmode that libpq knows in the url, got another");
            }
        }
        Boolean enabled = view.find("enabled", Boolean.class);
        if (enabled == null) {
            return mode;
        }
        if (!enabled) {
            return TlsMode.DISABLE;
        }
        if (given && mode == TlsMode.DISABLE) {
            view.fault("mode", "expected another mode than disable with enabled: true, got it");
        }
        return mode.compareTo(TlsMode.REQUIRE) < 0 ? TlsMode.REQUIRE : mode;
    }

    private @Nullable Path file(View view, String name, String parameter, Map<String, String> url) {
        once(view, name, parameter, url);
        String inUrl = url.get(parameter);
        Path file = inUrl == null ? view.find(name, Path.class) : path(inUrl);
        if (file != null && !files.isFile(file)) {
            view.fault(name, "expected a file, got none at '" + file + "'");
        }
        return file;
    }

    private static @Nullable Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException _) {
            return null;
        }
    }
}
