package io.meilibridge.config.key;

import org.jspecify.annotations.Nullable;

/// One key of a [Section].
///
/// @param defaultText the default as it would be written; null when there is none, or when it
///   follows from other keys (the description says how)
/// @param required whether a configuration without it is faulty
/// @param description one sentence for the reference documentation
public record Key(
        String name,
        Shape shape,
        @Nullable String defaultText,
        boolean required,
        String description,
        Effect effect) {

    /// A key that is left out unless given.
    static Key key(String name, Shape shape, String description) {
        return new Key(name, shape, null, false, description, Effect.WORKS);
    }

    static Key key(String name, Shape shape, String defaultText, String description) {
        return new Key(name, shape, defaultText, false, description, Effect.WORKS);
    }

    static Key required(String name, Shape shape, String description) {
        return new Key(name, shape, null, true, description, Effect.WORKS);
    }

    /// The same key, accepted and never heeded.
    Key never(String reason) {
        return new Key(name, shape, defaultText, required, description, new Effect.Never(reason));
    }
}
