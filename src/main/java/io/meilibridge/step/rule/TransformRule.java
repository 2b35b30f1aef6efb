package io.meilibridge.step.rule;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/// One change of a row's columns, after the filter and before the mapping. Rules apply in order,
/// each to what the ones before it made. None may write, rename or remove a key column: the id is
/// always that of the table's row. A null value stays null unless a rule says otherwise. A value
/// that a rule cannot take is refused, never guessed.
public sealed interface TransformRule {

    /// The columns that the rule makes, changes, renames or removes.
    default Set<String> writes() {
        return switch (this) {
            case Rename rename -> Set.of(rename.field(), rename.to());
            case Convert convert -> Set.of(convert.field());
            case ExtractPath extract -> Set.of(extract.to());
            case ExtractPattern extract -> Set.of(extract.to());
            case Compute compute -> Set.of(compute.to());
            case Lowercase lowercase -> Set.of(lowercase.field());
            case Uppercase uppercase -> Set.of(uppercase.field());
            case Trim trim -> Set.of(trim.field());
            case Split split -> Set.of(split.field());
            case Join join -> Set.of(join.field());
            case Default withDefault -> Set.of(withDefault.field());
            case Hash hash -> Set.of(hash.field());
            case Remove remove -> Set.of(remove.field());
            case AddField add -> Set.of(add.to());
            case AddTimestamp add -> Set.of(add.to());
            case GeoFromNumbers geo -> Set.of(geo.to());
            case GeoFromPoint geo -> Set.of(geo.to());
            case Vector ignored -> Set.of(Vector.FIELD);
        };
    }

    /// The column is called `to` afterwards.
    record Rename(String field, String to) implements TransformRule {
        public Rename {
            requireName(field);
            requireName(to);
            if (field.equals(to)) {
                throw new IllegalArgumentException("Rename of '" + field + "' changes nothing.");
            }
        }
    }

    /// The column's value as another type.
    record Convert(String field, TargetType type) implements TransformRule {
        public Convert {
            requireName(field);
            Objects.requireNonNull(type, "type is null");
        }
    }

    enum TargetType {
        /// The text PostgreSQL prints; a boolean as `true` or `false`.
        STRING,
        /// A whole number: from a number without fraction, a numeric text, or a boolean as 1 and 0.
        INTEGER,
        /// A number with its digits kept.
        NUMBER,
        /// From a boolean, the numbers 1 and 0, or the texts true, false, yes, no, on, off, t, f,
        /// y, n, 1, 0 in any case.
        BOOLEAN,
        /// A text that holds JSON, as that JSON.
        JSON
    }

    /// A part of a JSON column into `to`; null where there is none.
    ///
    /// @param path names of members and, in arrays, indexes from 0
    record ExtractPath(String field, String to, List<String> path) implements TransformRule {
        public ExtractPath {
            requireName(field);
            requireName(to);
            path = List.copyOf(path);
            if (path.isEmpty()) {
                throw new IllegalArgumentException("Extract from '" + field + "' needs a path.");
            }
        }
    }

    /// The first match of a regular expression in a column's text into `to`: its first group where
    /// it has one, else the whole match; null where there is no match.
    record ExtractPattern(String field, String to, String pattern) implements TransformRule {
        public ExtractPattern {
            requireName(field);
            requireName(to);
            Pattern.compile(pattern);
        }
    }

    /// The value of an expression over columns into `to`.
    record Compute(String to, Expression expression) implements TransformRule {
        public Compute {
            requireName(to);
            Objects.requireNonNull(expression, "expression is null");
        }
    }

    record Lowercase(String field) implements TransformRule {
        public Lowercase {
            requireName(field);
        }
    }

    record Uppercase(String field) implements TransformRule {
        public Uppercase {
            requireName(field);
        }
    }

    /// White space at both ends is removed.
    record Trim(String field) implements TransformRule {
        public Trim {
            requireName(field);
        }
    }

    /// A text becomes an array of texts. The empty text becomes the empty array.
    ///
    /// @param separator plain text, not empty
    record Split(String field, String separator) implements TransformRule {
        public Split {
            requireName(field);
            if (separator.isEmpty()) {
                throw new IllegalArgumentException("Split of '" + field + "' needs a separator.");
            }
        }
    }

    /// An array becomes one text; null elements are left out.
    record Join(String field, String separator) implements TransformRule {
        public Join {
            requireName(field);
            Objects.requireNonNull(separator, "separator is null");
        }
    }

    /// Null becomes the value.
    record Default(String field, Literal value) implements TransformRule {
        public Default {
            requireName(field);
            Objects.requireNonNull(value, "value is null");
        }
    }

    /// The column's text becomes its digest in lower-case hexadecimal.
    record Hash(String field, Algorithm algorithm) implements TransformRule {
        public Hash {
            requireName(field);
            Objects.requireNonNull(algorithm, "algorithm is null");
        }
    }

    enum Algorithm {
        MD5("MD5"),
        SHA256("SHA-256"),
        SHA512("SHA-512");

        private final String digestName;

        Algorithm(String digestName) {
            this.digestName = digestName;
        }

        /// The name that `MessageDigest` knows it by.
        public String digestName() {
            return digestName;
        }
    }

    record Remove(String field) implements TransformRule {
        public Remove {
            requireName(field);
        }
    }

    /// A column with one value for all rows.
    record AddField(String to, Literal value) implements TransformRule {
        public AddField {
            requireName(to);
            Objects.requireNonNull(value, "value is null");
        }
    }

    /// A column with the time at which the row was transformed, in UTC to the millisecond. A row
    /// that is sent again gets a later one.
    record AddTimestamp(String to) implements TransformRule {
        public AddTimestamp {
            requireName(to);
        }
    }

    /// `{lat, lng}` from two number columns; null when one of them is.
    record GeoFromNumbers(String latitude, String longitude, String to) implements TransformRule {
        public GeoFromNumbers {
            requireName(latitude);
            requireName(longitude);
            requireName(to);
        }
    }

    /// `{lat, lng}` from a column of type point (x is the longitude) or a PostGIS point in its
    /// hexadecimal form.
    record GeoFromPoint(String field, String to) implements TransformRule {
        public GeoFromPoint {
            requireName(field);
            requireName(to);
        }
    }

    /// The numbers of a pgvector or array column as the vector of an embedder, in `_vectors`.
    /// Several embedders share that field.
    record Vector(String field, String embedder) implements TransformRule {

        /// The field that Meilisearch reads vectors from.
        public static final String FIELD = "_vectors";

        public Vector {
            requireName(field);
            requireName(embedder);
        }
    }

    private static void requireName(String field) {
        if (field.isEmpty()) {
            throw new IllegalArgumentException("A transform needs the name of a column.");
        }
    }
}
