package io.meilibridge.dev.meilisearch.route;

import io.meilibridge.dev.meilisearch.error.RequestRefusedException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The parameters of a query string.
final class Query {

    private final Map<String, String> values;

    private Query(Map<String, String> values) {
        this.values = values;
    }

    /// @throws RequestRefusedException with `bad_request` for a broken escape
    static Query of(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : text.split("&", -1)) {
            if (!pair.isEmpty()) {
                int sign = pair.indexOf('=');
                String name = sign < 0 ? pair : pair.substring(0, sign);
                values.put(decoded(name), sign < 0 ? "" : decoded(pair.substring(sign + 1)));
            }
        }
        return new Query(values);
    }

    /// @throws RequestRefusedException with `bad_request` for a parameter not in the list
    Query only(Set<String> known) {
        for (String name : values.keySet()) {
            if (!known.contains(name)) {
                throw new RequestRefusedException(
                        "bad_request", "Unknown parameter `" + name + "`.");
            }
        }
        return this;
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    @Nullable String text(String name) {
        return values.get(name);
    }

    @Nullable List<String> list(String name) {
        String text = values.get(name);
        return text == null ? null : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }

    /// @param code the error of anything but digits
    long number(String name, long standard, String code) {
        String text = values.get(name);
        if (text == null) {
            return standard;
        }
        try {
            return Integer.toUnsignedLong(Integer.parseUnsignedInt(text));
        } catch (NumberFormatException e) {
            throw new RequestRefusedException(
                    code, "Invalid value in parameter `" + name + "`: expected an integer.");
        }
    }

    /// @param code the error of anything but `true` and `false`
    boolean flag(String name, String code) {
        return switch (values.getOrDefault(name, "false")) {
            case "true" -> true;
            case "false" -> false;
            default ->
                    throw new RequestRefusedException(
                            code, "Invalid value in parameter `" + name + "`: expected a boolean.");
        };
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new RequestRefusedException("bad_request", "The query string is malformed.");
        }
    }
}
