package io.meilibridge.pgtype;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Values of one type, and what PostgreSQL itself says that their JSON is.
///
/// @param type SQL name of the type
/// @param options what the codec is made with
/// @param oracle SQL expression of type json over a value `v` that is not NULL
/// @param values SQL expressions of the type
/// @param printsAlike whether the codec's text from the binary form is PostgreSQL's text
record TypeCase(
        String type, TypeOptions options, String oracle, List<String> values, boolean printsAlike) {

    TypeCase {
        values = List.copyOf(values);
    }

    /// Values given as PostgreSQL takes them in literals.
    static TypeCase of(String type, String oracle, String... literals) {
        List<String> values = Stream.of(literals).map(text -> literal(text) + "::" + type).toList();
        return new TypeCase(type, TypeOptions.DEFAULTS, oracle, values, true);
    }

    static String literal(String text) {
        return "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    TypeCase with(TypeOptions changed) {
        return new TypeCase(type, changed, oracle, values, printsAlike);
    }

    TypeCase and(List<String> more) {
        List<String> all = new ArrayList<>(values);
        all.addAll(more);
        return new TypeCase(type, options, oracle, all, printsAlike);
    }

    /// The same values under other options, which make other JSON of them.
    TypeCase as(TypeOptions changed, String changedOracle) {
        return new TypeCase(type, changed, changedOracle, values, printsAlike);
    }

    TypeCase printedOtherwise() {
        return new TypeCase(type, options, oracle, values, false);
    }

    /// A query of the values in order, a NULL at their end: `i` the ordinal, `v` the value, `j` the
    /// expected JSON.
    String query() {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            rows.append('(').append(i).append(", ").append(values.get(i)).append("), ");
        }
        return "SELECT i, v, CASE WHEN v IS NULL THEN 'null'::json ELSE "
                + oracle
                + " END AS j FROM (VALUES "
                + rows
                + "("
                + values.size()
                + ", NULL::"
                + type
                + ")) AS given(i, v)";
    }

    @Override
    public String toString() {
        return type + " " + options;
    }
}
