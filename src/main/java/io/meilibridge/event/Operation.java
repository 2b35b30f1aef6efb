package io.meilibridge.event;

import java.util.Locale;

/// What kind of change an event is: the word that event types in the configuration and the labels
/// of metrics use.
public enum Operation {
    /// A row as a snapshot read it.
    READ,
    INSERT,
    UPDATE,
    DELETE,
    TRUNCATE;

    public static Operation of(ChangeEvent event) {
        return switch (event) {
            case ChangeEvent.Read ignored -> READ;
            case ChangeEvent.Insert ignored -> INSERT;
            case ChangeEvent.Update ignored -> UPDATE;
            case ChangeEvent.Delete ignored -> DELETE;
            case ChangeEvent.Truncate ignored -> TRUNCATE;
        };
    }

    /// The name as users write and read it: `read`, `insert`, …
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
