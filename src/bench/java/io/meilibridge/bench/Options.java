package io.meilibridge.bench;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a run measures; each may be given as `name=value`.
///
/// @param parts what is measured; all when none is named
/// @param rounds whose medians are reported
/// @param rows changes in a burst
/// @param ratePerSecond single-row commits a second, for latency
/// @param seconds how long latency is measured, for each sink
/// @param jvm more options for the application's JVM, parted by spaces
record Options(Set<Part> parts, int rounds, int rows, int ratePerSecond, int seconds, String jvm) {

    /// What can be measured.
    enum Part {
        THROUGHPUT,
        LATENCY,
        CAPTURE,
        COPY,
        SWAP;

        /// Whether it is about what a stream brings.
        boolean isStreamed() {
            return switch (this) {
                case THROUGHPUT, LATENCY, CAPTURE -> true;
                case COPY, SWAP -> false;
            };
        }
    }

    static Options of(String... arguments) {
        Map<String, String> given = new TreeMap<>();
        for (String argument : arguments) {
            int sign = argument.indexOf('=');
            if (sign < 0) {
                throw new IllegalArgumentException("Expected name=value, got '" + argument + "'.");
            }
            given.put(argument.substring(0, sign), argument.substring(sign + 1));
        }
        Options options =
                new Options(
                        parts(given.remove("parts")),
                        take(given, "rounds", 3),
                        take(given, "rows", 550_000),
                        take(given, "rate", 2_000),
                        take(given, "seconds", 20),
                        given.getOrDefault("jvm", ""));
        given.remove("jvm");
        if (!given.isEmpty()) {
            throw new IllegalArgumentException(
                    "Unknown: "
                            + given.keySet()
                            + "; known: parts, rounds, rows, rate, seconds, jvm.");
        }
        return options;
    }

    private static Set<Part> parts(@Nullable String names) {
        Set<Part> parts = EnumSet.allOf(Part.class);
        if (names != null) {
            parts.retainAll(
                    Arrays.stream(names.split(",", -1))
                            .map(name -> Part.valueOf(name.toUpperCase(Locale.ROOT)))
                            .toList());
        }
        return parts;
    }

    private static int take(Map<String, String> given, String name, int otherwise) {
        String value = given.remove(name);
        return value == null ? otherwise : Integer.parseInt(value);
    }

    String[] jvmOptions() {
        return jvm.isBlank() ? new String[0] : jvm.strip().split(" +");
    }
}
