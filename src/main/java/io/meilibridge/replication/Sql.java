package io.meilibridge.replication;

import io.meilibridge.event.TableName;
import java.util.Collection;
import java.util.stream.Collectors;

/// Words of SQL made of names and values that may hold anything.
final class Sql {

    private Sql() {}

    /// A string constant, for `standard_conforming_strings = on`, which every session of ours has,
    /// and for the replication grammar.
    static String literal(String value) {
        return '\'' + value.replace("'", "''") + '\'';
    }

    /// Several identifiers, quoted, with commas between.
    static String identifiers(Collection<String> names) {
        return names.stream().map(TableName::quote).collect(Collectors.joining(", "));
    }
}
