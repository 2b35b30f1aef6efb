package io.meilibridge.config.key;

import java.util.function.Supplier;

/// What may stand under a key.
public sealed interface Shape {

    /// One value.
    record Value(ValueType type) implements Shape {}

    /// A list of values; a single value stands for a list of one.
    record Values(ValueType type) implements Shape {}

    /// A group of known keys.
    record Group(Supplier<Section> section) implements Shape {}

    /// A list of groups of known keys.
    record Groups(Supplier<Section> section) implements Shape {}

    /// A group whose keys are the user's own names.
    record Named(Shape each) implements Shape {}

    /// One value as the short form of a group.
    record ValueOrGroup(ValueType type, Supplier<Section> section) implements Shape {}

    /// Anything YAML can say.
    record Free() implements Shape {}

    static Shape one(ValueType type) {
        return new Value(type);
    }

    static Shape many(ValueType type) {
        return new Values(type);
    }

    static Shape group(Section section) {
        return new Group(() -> section);
    }

    static Shape groups(Section section) {
        return new Groups(() -> section);
    }
}
