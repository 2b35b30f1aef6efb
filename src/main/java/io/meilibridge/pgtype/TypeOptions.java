package io.meilibridge.pgtype;

import java.util.Objects;

/// The choices a task has where a type has two sensible JSON forms. They hold for items of arrays
/// too, and change neither a codec's text nor its number or time.
public record TypeOptions(NumericForm numeric, TimestampForm timestamps) {

    public static final TypeOptions DEFAULTS =
            new TypeOptions(NumericForm.NUMBER, TimestampForm.ISO8601);

    public TypeOptions {
        Objects.requireNonNull(numeric, "numeric is null");
        Objects.requireNonNull(timestamps, "timestamps is null");
    }
}
