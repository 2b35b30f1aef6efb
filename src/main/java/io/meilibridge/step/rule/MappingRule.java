package io.meilibridge.step.rule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which columns become which fields of the document. Column names are those after the transforms.
///
/// @param fields by column; where a target has sources of its own the key is only the target's
///   default name
/// @param prefix what unmapped columns' names get in front under [UnmappedStrategy#PREFIX]
public record MappingRule(Map<String, Target> fields, UnmappedStrategy unmapped, String prefix) {

    public static final MappingRule NONE = new MappingRule(Map.of(), UnmappedStrategy.INCLUDE, "");

    public enum UnmappedStrategy {
        /// A column that is not mapped keeps its name.
        INCLUDE,
        /// Only mapped columns, and the key, are sent.
        EXCLUDE,
        /// A column that is not mapped is sent with the prefix before its name.
        PREFIX
    }

    /// Where a value goes and what it is made of.
    ///
    /// @param path the field's name; more than one item: objects inside each other, outermost first
    /// @param defaultValue taken when the column, or every source, is null
    /// @param sources the columns whose texts are joined; nulls are left out. Empty: the column
    ///   itself, as its own JSON type
    /// @param separator stands between the sources
    public record Target(
            List<String> path,
            @Nullable Literal defaultValue,
            List<String> sources,
            String separator) {

        /// @throws IllegalArgumentException when the path is empty or has an empty item
        public Target {
            path = List.copyOf(path);
            sources = List.copyOf(sources);
            Objects.requireNonNull(separator, "separator is null");
            if (path.isEmpty() || path.contains("")) {
                throw new IllegalArgumentException(
                        "A mapped field needs a name, got '" + String.join(".", path) + "'.");
            }
        }

        /// A plain new name.
        public static Target named(String name) {
            return new Target(List.of(name), null, List.of(), "");
        }

        /// A dotted path: `address.city` is field `city` in object `address`.
        public static Target at(String dottedPath) {
            return new Target(List.of(dottedPath.split("\\.", -1)), null, List.of(), "");
        }

        public Target withDefault(Literal value) {
            return new Target(path, value, sources, separator);
        }

        public Target joining(List<String> columns, String between) {
            return new Target(path, defaultValue, columns, between);
        }
    }

    /// @throws IllegalArgumentException when two columns have the same target, or one is inside the
    ///   other
    public MappingRule {
        // Keeps the order: it is the order of the fields in the document.
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        Objects.requireNonNull(unmapped, "unmapped is null");
        Objects.requireNonNull(prefix, "prefix is null");
        if (unmapped == UnmappedStrategy.PREFIX && prefix.isEmpty()) {
            throw new IllegalArgumentException(
                    "unmapped_fields_strategy 'prefix' needs unmapped_fields_prefix.");
        }
        requireDistinctPaths(fields);
    }

    private static void requireDistinctPaths(Map<String, Target> fields) {
        List<Target> seen = new ArrayList<>();
        for (Target target : fields.values()) {
            for (Target other : seen) {
                int common = Math.min(target.path.size(), other.path.size());
                if (target.path.subList(0, common).equals(other.path.subList(0, common))) {
                    throw new IllegalArgumentException(
                            "The mapped fields '"
                                    + String.join(".", other.path)
                                    + "' and '"
                                    + String.join(".", target.path)
                                    + "' take each other's place.");
                }
            }
            seen.add(target);
        }
    }
}
