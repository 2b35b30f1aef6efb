package io.meilibridge.config.bind;

import io.meilibridge.config.report.Nearest;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A database URL as libpq reads it (PostgreSQL docs, Database Connection Control Functions,
/// Connection URIs), cut into libpq's parameters. One host, over TCP.
final class LibpqUrl {

    /// Parameters that keys of ours stand for, and those that go to the server as they are.
    private static final List<String> KNOWN =
            List.of(
                    "host",
                    "port",
                    "dbname",
                    "user",
                    "password",
                    "sslmode",
                    "sslrootcert",
                    "sslcert",
                    "sslkey",
                    "connect_timeout",
                    "keepalives",
                    "keepalives_idle",
                    "keepalives_interval",
                    "keepalives_count",
                    "application_name",
                    "options");

    private static final String ONE_HOST =
            "a slot lives on one server: name the primary, or an address that moves with it";

    private static final String JVM_DECIDES = "the JVM decides that; leave it out";

    private static final String NO_GSS = "GSSAPI is not used; leave it out";

    private static final String NO_SERVICE = "service files are not read; write the values here";

    private static final String NO_REVOCATION = "revocation lists are not read; leave it out";

    /// Parameters of libpq that cannot be honoured, and what to do instead.
    private static final Map<String, String> REFUSED =
            Map.ofEntries(
                    Map.entry("target_session_attrs", ONE_HOST),
                    Map.entry("load_balance_hosts", ONE_HOST),
                    Map.entry("hostaddr", "write the address as the host"),
                    Map.entry("passfile", "name a file that holds the password: password_file"),
                    Map.entry("sslpassword", "use a key without a password"),
                    Map.entry("sslcrl", NO_REVOCATION),
                    Map.entry("sslcrldir", NO_REVOCATION),
                    Map.entry("sslcompression", "TLS has no compression any more; leave it out"),
                    Map.entry("sslsni", JVM_DECIDES),
                    Map.entry("sslnegotiation", JVM_DECIDES),
                    Map.entry("ssl_min_protocol_version", JVM_DECIDES),
                    Map.entry("ssl_max_protocol_version", JVM_DECIDES),
                    Map.entry("channel_binding", "it cannot be demanded; leave it out"),
                    Map.entry("require_auth", "the server chooses the method; leave it out"),
                    Map.entry("gssencmode", NO_GSS),
                    Map.entry("krbsrvname", NO_GSS),
                    Map.entry("gsslib", NO_GSS),
                    Map.entry("service", NO_SERVICE),
                    Map.entry("servicefile", NO_SERVICE),
                    Map.entry("client_encoding", "it is always UTF8; leave it out"),
                    Map.entry("fallback_application_name", "write application_name instead"),
                    Map.entry("tcp_user_timeout", "the kernel decides that; leave it out"),
                    Map.entry("replication", "it is chosen for each connection; leave it out"));

    private LibpqUrl() {}

    /// The parameters by libpq's names.
    ///
    /// @throws IllegalArgumentException saying what was expected; never with a part of the URL that
    ///   could be secret
    static Map<String, String> parse(String text) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "a URL with special characters written as %XX, got one that is not legal at"
                            + " character "
                            + (e.getIndex() + 1));
        }
        String scheme = String.valueOf(url.getScheme());
        if (!(scheme.equals("postgresql") || scheme.equals("postgres"))
                || (url.getRawAuthority() == null && url.getRawPath() == null)) {
            throw new IllegalArgumentException("a URL that starts with postgresql://");
        }
        Map<String, String> parameters = new HashMap<>();
        authority(url.getRawAuthority(), parameters);
        String path = url.getRawPath();
        if (path != null && path.length() > 1) {
            parameters.put("dbname", decode(path.substring(1), false));
        }
        query(url.getRawQuery(), parameters);
        String host = parameters.get("host");
        if (host != null && host.contains(",")) {
            throw new IllegalArgumentException("one host, got several; " + ONE_HOST);
        }
        if (host != null && host.startsWith("/")) {
            throw new IllegalArgumentException(
                    "a host that is reached over TCP, got the folder of a socket; name localhost");
        }
        return parameters;
    }

    private static void authority(@Nullable String authority, Map<String, String> parameters) {
        if (authority == null) {
            return;
        }
        int at = authority.lastIndexOf('@');
        if (at >= 0) {
            String login = authority.substring(0, at);
            int colon = login.indexOf(':');
            parameters.put("user", decode(colon < 0 ? login : login.substring(0, colon), false));
            if (colon >= 0) {
                parameters.put("password", decode(login.substring(colon + 1), false));
            }
        }
        String address = authority.substring(at + 1);
        int port = address.lastIndexOf(':');
        if (port > address.lastIndexOf(']')) {
            parameters.put("port", address.substring(port + 1));
            address = address.substring(0, port);
        }
        if (address.startsWith("[") && address.endsWith("]")) {
            address = address.substring(1, address.length() - 1);
        }
        if (!address.isEmpty()) {
            parameters.put("host", decode(address, false));
        }
    }

    private static void query(@Nullable String query, Map<String, String> parameters) {
        if (query == null || query.isEmpty()) {
            return;
        }
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals), true);
            // The value that asks for nothing.
            if (pair.equals("target_session_attrs=any")) {
                continue;
            }
            String instead = REFUSED.get(name);
            if (instead != null) {
                throw new IllegalArgumentException("no " + name + ", got it; " + instead);
            }
            if (equals < 0 || !KNOWN.contains(name)) {
                throw new IllegalArgumentException(
                        "one of the parameters "
                                + String.join(", ", KNOWN)
                                + ", got '"
                                + name
                                + "'"
                                + Nearest.to(name, KNOWN)
                                        .map(known -> "; did you mean " + known + "?")
                                        .orElse(""));
            }
            parameters.put(name, decode(pair.substring(equals + 1), true));
        }
    }

    /// Only in the query is `+` a space.
    private static String decode(String text, boolean plusIsSpace) {
        String escaped = plusIsSpace ? text : text.replace("+", "%2B");
        return URLDecoder.decode(escaped, StandardCharsets.UTF_8);
    }
}
