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
                url.get("application_name"),
                url.getOrDefault("options", ""));
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
        leftToKernel(view, "tcp_keepalive_time", "keepalives_idle", url);
        leftToKernel(view, "tcp_keepalive_interval", "keepalives_interval", url);
        leftToKernel(view, "tcp_keepalive_count", "keepalives_count", url);
        return new SocketSettings(
                on == null ? keys.keepalive() : on == 1,
                keys.noDelay(),
                keys.sendBufferBytes(),
                keys.receiveBufferBytes());
    }

    /// Says of a parameter of the URL what is said of its key.
    private static void leftToKernel(
            View view, String name, String parameter, Map<String, String> url) {
        if (number(view, name, parameter, url, 0, 1_000_000) != null) {
            view.notice("url", parameter + " " + view.without(name));
        }
    }

    private TlsSettings tls(View database, Map<String, String> url) {
        View view = database.group("ssl");
        Path certificate = file(database, "client_cert", "sslcert", url);
        Path key = file(database, "client_key", "sslkey", url);
        if ((certificate == null) != (key == null)) {
            String missing = certificate == null ? "client_cert" : "client_key";
            view.fault(missing, "expected client_cert and client_key together, got one of them");
        }
        return new TlsSettings(
                mode(database, url),
                file(database, "ca_cert", "sslrootcert", url),
                certificate,
                key);
    }

    private static TlsMode mode(View database, Map<String, String> url) {
        View view = database.group("ssl");
        once(view, "mode", "sslmode", url);
        TlsMode mode = view.get("mode", TlsMode.class);
        boolean given = view.isGiven("mode");
        String inUrl = url.get("sslmode");
        if (inUrl != null) {
            given = true;
            try {
                mode = TlsMode.valueOf(inUrl.toUpperCase(Locale.ROOT).replace('-', '_'));
            } catch (IllegalArgumentException _) {
                database.fault(
                        "url",
                        "expected sslmode to be disable, allow, prefer, require, verify-ca or"
                                + " verify-full, got something else");
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

    private @Nullable Path file(
            View database, String name, String parameter, Map<String, String> url) {
        View view = database.group("ssl");
        once(view, name, parameter, url);
        String inUrl = url.get(parameter);
        if (inUrl == null) {
            Path file = view.find(name, Path.class);
            if (file != null && !files.isFile(file)) {
                view.fault(name, "expected a file, got none at '" + file + "'");
            }
            return file;
        }
        Path file = path(inUrl);
        if (file == null || !files.isFile(file)) {
            database.fault(
                    "url",
                    "expected " + parameter + " to name a file, got none at '" + inUrl + "'");
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
