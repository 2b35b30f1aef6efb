package io.meilibridge.config.tree;

import io.meilibridge.config.report.Origin;

/// A node of the configuration tree. Mappings and sequences are changed in place while one
/// configuration is loaded, by the one thread that loads it.
public sealed interface Node permits Scalar, Sequence, Mapping {

    Origin origin();

    /// What a fault says it found.
    default String kind() {
        return switch (this) {
            case Scalar scalar -> scalar.form() == Scalar.Form.NULL ? "nothing" : "a single value";
            case Sequence _ -> "a list";
            case Mapping _ -> "a group of keys";
        };
    }
}
