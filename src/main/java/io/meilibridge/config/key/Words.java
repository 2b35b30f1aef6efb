package io.meilibridge.config.key;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Values that are one of a few words. A word is its enum constant in lower case; `-` may stand for
/// `_`.
final class Words {

    private Words() {}

    static <E extends Enum<E>> ValueType type(List<E> words, Map<String, E> otherNames) {
        String allowed = words.stream().map(Words::written).collect(Collectors.joining(", "));
        return ValueTypes.type(
                allowed,
                "one of " + allowed,
                text -> {
                    String given = text.toLowerCase(Locale.ROOT);
                    for (E word : words) {
                        if (written(word).replace('-', '_').equals(given.replace('-', '_'))) {
                            return word;
                        }
                    }
                    return otherNames.get(given);
                });
    }

    /// TLS modes have hyphens in libpq; everything else is written with underscores.
    private static String written(Enum<?> word) {
        String name = word.name().toLowerCase(Locale.ROOT);
        return name.startsWith("verify_") ? name.replace('_', '-') : name;
    }
}
