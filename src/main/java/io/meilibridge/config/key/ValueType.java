package io.meilibridge.config.key;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How the text of one value is read.
///
/// @param name what the reference documentation calls the type
/// @param expected what a fault says was expected
/// @param confidential whether the given text must never be shown
/// @param parse the typed value, or null when the text is none
public record ValueType(
        String name,
        String expected,
        boolean confidential,
        Function<String, @Nullable Object> parse) {}
