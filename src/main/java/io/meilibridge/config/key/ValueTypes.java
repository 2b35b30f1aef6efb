package io.meilibridge.config.key;

import io.meilibridge.config.settings.Secret;
import io.meilibridge.document.IndexUid;
import io.meilibridge.event.Lsn;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The types a value can have.
public final class ValueTypes {

    private static final Pattern AMOUNT = Pattern.compile("([0-9]+(?:\\.[0-9]+)?) ?([A-Za-z]*)");
    private static final Pattern SLOT_NAME = Pattern.compile("[a-z0-9_]{1,63}");
    private static final Pattern TASK_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final BigDecimal MILLIS_MAX = BigDecimal.valueOf(Integer.MAX_VALUE * 1000L);
    private static final Map<String, Long> SIZE_UNITS =
            Map.of(
                    "", 1L, "b", 1L, "kb", 1L << 10, "kib", 1L << 10, "mb", 1L << 20, "mib",
                    1L << 20, "gb", 1L << 30, "gib", 1L << 30);

    static final ValueType TEXT = type("text", "a text", text -> text.isEmpty() ? null : text);
    static final ValueType LITERAL = type("text", "a text", text -> text);
    static final ValueType SECRET =
            new ValueType("secret", "a text that is not empty", true, ValueTypes::secret);
    static final ValueType SWITCH = type("true, false", "true or false", ValueTypes::bool);
    static final ValueType PORT = wholeNumber("port", 1, 65535);
    static final ValueType SECONDS =
            type(
                    "seconds",
                    "seconds from 0, or a number with a unit: ms, s, m, h, d",
                    text -> duration(text, "s"));

    /// Where a zero would make no sense.
    static final ValueType POSITIVE_SECONDS =
            type(
                    "seconds",
                    "seconds above 0, or a number with a unit: ms, s, m, h, d",
                    text -> Duration.ZERO.equals(duration(text, "s")) ? null : duration(text, "s"));

    static final ValueType MILLISECONDS =
            type(
                    "milliseconds",
                    "milliseconds from 0, or a number with a unit: ms, s, m, h, d",
                    text -> duration(text, "ms"));
    static final ValueType SIZE =
            type(
                    "size",
                    "a size in bytes, or a number with a unit: KB, MB, GB (powers of 1024)",
                    ValueTypes::size);
    static final ValueType SHARE = decimal("number", "0", "1");
    static final ValueType FILE = type("file", "the path of a file", ValueTypes::path);
    static final ValueType HTTP_URL =
            new ValueType(
                    "URL",
                    "a URL that starts with http:// or https:// and holds no user, query or"
                            + " fragment",
                    true,
                    ValueTypes::httpUrl);
    static final ValueType CONFIDENTIAL_URL =
            new ValueType("URL", "a URL", true, text -> text.isEmpty() ? null : text);
    static final ValueType LSN = type("LSN", "an LSN such as 16/B374D848", ValueTypes::lsn);
    static final ValueType TABLE =
            type(
                    "table",
                    "a table as schema.table, with names in double quotes where they hold other"
                            + " than a-z 0-9 _ $",
                    TableNames::parse);
    static final ValueType INDEX =
            type("index", "1 to 400 of the characters A-Z a-z 0-9 _ -", ValueTypes::index);
    static final ValueType SLOT_NAME_TYPE =
            type(
                    "slot name",
                    "1 to 63 of the characters a-z 0-9 _",
                    text -> SLOT_NAME.matcher(text).matches() ? text : null);
    static final ValueType IDENTIFIER =
            type(
                    "name",
                    "a name of 1 to 63 bytes",
                    text -> text.isEmpty() || text.length() > 63 ? null : text);
    static final ValueType TASK_ID_TYPE =
            type(
                    "name",
                    "a letter or digit and up to 99 more of the characters A-Z a-z 0-9 . _ -",
                    text -> TASK_ID.matcher(text).matches() ? text : null);

    private ValueTypes() {}

    static ValueType type(String name, String expected, Function<String, @Nullable Object> parse) {
        return new ValueType(name, expected, false, parse);
    }

    static ValueType wholeNumber(String name, int least, int most) {
        String range =
                most == Integer.MAX_VALUE ? "from " + least : "from " + least + " to " + most;
        return type(name, "a whole number " + range, text -> whole(text, least, most));
    }

    static ValueType count(int least) {
        return wholeNumber("number", least, Integer.MAX_VALUE);
    }

    static ValueType decimal(String name, String least, String most) {
        BigDecimal from = new BigDecimal(least);
        BigDecimal to = new BigDecimal(most);
        return type(
                name,
                "a number from " + least + " to " + most,
                text -> {
                    BigDecimal number = number(text);
                    return number == null || number.compareTo(from) < 0 || number.compareTo(to) > 0
                            ? null
                            : (Object) number.doubleValue();
                });
    }

    /// One of the words of an enum, in lower case.
    static <E extends Enum<E>> ValueType word(Class<E> words) {
        return Words.type(List.of(words.getEnumConstants()), Map.of());
    }

    private static @Nullable Object secret(String text) {
        return text.isEmpty() ? null : new Secret(text);
    }

    private static @Nullable Object bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> null;
        };
    }

    private static @Nullable Object whole(String text, int least, int most) {
        if (!text.matches("-?[0-9]{1,10}")) {
            return null;
        }
        long number = Long.parseLong(text);
        return number < least || number > most ? null : (Object) (int) number;
    }

    private static @Nullable BigDecimal number(String text) {
        return text.matches("[0-9]{1,12}(\\.[0-9]{1,9})?") ? new BigDecimal(text) : null;
    }

    private static @Nullable Object duration(String text, String defaultUnit) {
        Matcher amount = AMOUNT.matcher(text);
        if (!amount.matches() || text.length() > 20) {
            return null;
        }
        String unit = amount.group(2).isEmpty() ? defaultUnit : amount.group(2);
        long unitMillis =
                switch (unit) {
                    case "ms" -> 1;
                    case "s" -> 1_000;
                    case "m", "min" -> 60_000;
                    case "h" -> 3_600_000;
                    case "d" -> 86_400_000;
                    default -> 0;
                };
        BigDecimal millis =
                new BigDecimal(amount.group(1)).multiply(BigDecimal.valueOf(unitMillis));
        return unitMillis == 0 || millis.compareTo(MILLIS_MAX) > 0
                ? null
                : (Object) Duration.ofMillis(millis.longValue());
    }

    private static @Nullable Object size(String text) {
        Matcher amount = AMOUNT.matcher(text);
        Long unit =
                amount.matches() && text.length() <= 20
                        ? SIZE_UNITS.get(amount.group(2).toLowerCase(Locale.ROOT))
                        : null;
        if (unit == null) {
            return null;
        }
        BigDecimal bytes = new BigDecimal(amount.group(1)).multiply(BigDecimal.valueOf(unit));
        return bytes.compareTo(BigDecimal.valueOf(1L << 50)) > 0
                ? null
                : (Object) bytes.longValue();
    }

    private static @Nullable Object path(String text) {
        try {
            return text.isEmpty() ? null : Path.of(text);
        } catch (InvalidPathException _) {
            return null;
        }
    }

    private static @Nullable Object httpUrl(String text) {
        try {
            URI url = new URI(text);
            String scheme = url.getScheme();
            boolean http = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
            boolean plain = url.getHost() != null && url.getUserInfo() == null;
            return http && plain && url.getQuery() == null && url.getFragment() == null
                    ? url
                    : null;
        } catch (URISyntaxException _) {
            return null;
        }
    }

    private static @Nullable Object lsn(String text) {
        try {
            return Lsn.parse(text);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private static @Nullable Object index(String text) {
        try {
            return new IndexUid(text);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
