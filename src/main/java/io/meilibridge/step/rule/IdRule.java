package io.meilibridge.step.rule;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/// How a row's document id is made. Integer and uuid keys stay as they are; see [Form] and the
/// package `step.document` for the others.
///
/// @param columns the key, in the order its parts are joined; empty: the replica identity's
///   columns, which the relation names only when the identity is not FULL
/// @param prefix what every id of the task begins with; empty: none. With a prefix every id is in
///   encoded form.
public record IdRule(List<String> columns, Form form, String prefix) {

    public enum Form {
        /// Integer and uuid keys as they are, every other key encoded in a field of its own.
        AUTO,
        /// One column's text is the id; a value Meilisearch does not take as an id is refused.
        RAW
    }

    /// The longest prefix in bytes, encoded: leaves room for a hashed key.
    static final int PREFIX_BYTES_MAX = 400;

    public static final IdRule DEFAULT = new IdRule(List.of(), Form.AUTO, "");

    /// @throws IllegalArgumentException when a column is named twice or not at all, the form is RAW
    ///   with several columns or a prefix, or the prefix is too long
    public IdRule {
        columns = List.copyOf(columns);
        Objects.requireNonNull(form, "form is null");
        Objects.requireNonNull(prefix, "prefix is null");
        if (new HashSet<>(columns).size() != columns.size() || columns.contains("")) {
            throw new IllegalArgumentException(
                    "The key columns " + columns + " are not distinct names.");
        }
        if (form == Form.RAW && columns.size() > 1) {
            throw new IllegalArgumentException(
                    "document_id 'raw' needs a key of one column, got " + columns + ".");
        }
        if (form == Form.RAW && !prefix.isEmpty()) {
            throw new IllegalArgumentException(
                    "document_id 'raw' and id_prefix '" + prefix + "' exclude each other.");
        }
        // A byte takes up to three when encoded.
        if (3 * prefix.getBytes(StandardCharsets.UTF_8).length > PREFIX_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "The id_prefix is longer than " + PREFIX_BYTES_MAX / 3 + " bytes.");
        }
    }

    public static IdRule of(String... columns) {
        return new IdRule(List.of(columns), Form.AUTO, "");
    }

    public IdRule withColumns(List<String> named) {
        return new IdRule(named, form, prefix);
    }

    public IdRule withPrefix(String other) {
        return new IdRule(columns, form, other);
    }
}
