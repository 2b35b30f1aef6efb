package io.meilibridge.config.key;

import static io.meilibridge.config.key.Key.key;
import static io.meilibridge.config.key.Key.required;
import static io.meilibridge.config.key.Shape.groups;
import static io.meilibridge.config.key.Shape.many;
import static io.meilibridge.config.key.Shape.one;
import static io.meilibridge.config.key.ValueTypes.LITERAL;
import static io.meilibridge.config.key.ValueTypes.SWITCH;
import static io.meilibridge.config.key.ValueTypes.TEXT;
import static io.meilibridge.config.key.ValueTypes.word;

import io.meilibridge.config.key.Shape.Free;
import io.meilibridge.config.key.Shape.Groups;
import io.meilibridge.config.key.Shape.Named;
import io.meilibridge.config.key.Shape.ValueOrGroup;
import io.meilibridge.event.Operation;
import io.meilibridge.pgtype.NumericForm;
import io.meilibridge.pgtype.TimestampForm;
import io.meilibridge.step.rule.MappingRule.UnmappedStrategy;
import io.meilibridge.step.rule.SoftDeleteRule.Strategy;
import io.meilibridge.step.rule.TransformRule.Algorithm;
import io.meilibridge.step.rule.TransformRule.TargetType;
import java.util.List;
import java.util.Map;

/// The keys of a task that shape its documents.
final class StepKeys {

    static final ValueType OPERATION =
            Words.type(
                    List.of(
                            Operation.INSERT,
                            Operation.UPDATE,
                            Operation.DELETE,
                            Operation.TRUNCATE),
                    Map.of("create", Operation.INSERT));

    /// Conditions hold conditions, so that the section names itself.
    static final Section CONDITION =
            new Section(
                    key("field", one(TEXT), "Column; with all but and, or, not."),
                    required(
                            "op",
                            one(word(ConditionWord.class)),
                            "What must hold. Numbers compare exactly, times as times, text by code point; null is an ordinary value for equals, not_equals, in and not_in, everything else is false on it."),
                    key("value", new Free(), "The value, with operators that compare with one."),
                    key("values", new Free(), "The values, with in and not_in."),
                    key(
                            "conditions",
                            new Groups(StepKeys::condition),
                            "The conditions, with and, or and not (one)."));

    static final Section FILTER =
            new Section(
                    key(
                            "event_types",
                            many(OPERATION),
                            "Changes that are heeded, of those in `cdc.event_types`; never applied to rows of a full sync."),
                    key(
                            "conditions",
                            groups(CONDITION),
                            "All must hold for a row to have a document; they see columns before mapping."));

    static final Section SOFT_DELETE =
            new Section(
                    key("enabled", one(SWITCH), "true", "Whether the rule counts."),
                    required("field", one(TEXT), "Column that tells."),
                    key(
                            "delete_values",
                            new Free(),
                            "Values that mean deleted; left out, any that is not null, or true for booleans."),
                    key(
                            "strategy",
                            one(word(Strategy.class)),
                            "remove",
                            "Delete the document, or keep it with `_deleted: true`."),
                    key(
                            "handle_on_full_sync",
                            one(SWITCH),
                            "true",
                            "Whether it holds for rows of a full sync."),
                    key(
                            "handle_on_cdc",
                            one(SWITCH),
                            "true",
                            "Whether it holds for rows of the stream."));

    private static final Section TARGET =
            new Section(
                    key("to", one(TEXT), "Name of the field; left out, the column's."),
                    key(
                            "path",
                            one(TEXT),
                            "Dotted path of the field: `address.city` is field `city` in object `address`; instead of `to`."),
                    key("default", new Free(), "Value where the column is null."),
                    key(
                            "sources",
                            many(TEXT),
                            "Columns whose texts are joined instead of the column's own value."),
                    key("separator", one(LITERAL), "Text between the sources; left out, a space."));

    static final Section MAPPING =
            new Section(
                    key(
                            "fields",
                            new Named(new ValueOrGroup(TEXT, () -> TARGET)),
                            "For each column the name of its field, or the keys below."),
                    key(
                            "unmapped_fields_strategy",
                            one(word(UnmappedStrategy.class)),
                            "include",
                            "What happens to columns that are not named."),
                    key(
                            "unmapped_fields_prefix",
                            one(TEXT),
                            "What their names get in front, with `prefix`."));

    private static final Section TRANSFORM_RULE =
            new Section(
                    key("field", one(TEXT), "Column that is changed or added."),
                    required("type", one(word(TransformWord.class)), "What is done to it."),
                    key("to", one(TEXT), "New name (rename), added column (extract, geo)."),
                    key(
                            "to_type",
                            one(word(TargetType.class)),
                            "Type that values become (convert)."),
                    key("path", one(TEXT), "Dotted path into JSON (extract)."),
                    key(
                            "pattern",
                            one(TEXT),
                            "Regular expression whose first group, or match, is taken (extract)."),
                    key(
                            "expression",
                            one(TEXT),
                            "Columns, 'texts', numbers, + - * /, || and parentheses (compute)."),
                    key("separator", one(LITERAL), "Text between the parts (split, join)."),
                    key("value", new Free(), "The value (default, add_field)."),
                    key(
                            "algorithm",
                            one(word(Algorithm.class)),
                            "Digest (hash); left out, sha256."),
                    key("latitude", one(TEXT), "Column of the latitude (geo)."),
                    key("longitude", one(TEXT), "Column of the longitude (geo)."),
                    key(
                            "embedder",
                            one(TEXT),
                            "Embedder of the vector (vector); left out, `default`."));

    static final Section TRANSFORM =
            new Section(
                    key("fields", groups(TRANSFORM_RULE), "Transforms, in the order they apply."));

    static final Section TYPES =
            new Section(
                    key("numeric", one(word(NumericForm.class)), "number", "JSON form of numeric."),
                    key(
                            "timestamps",
                            one(word(TimestampForm.class)),
                            "iso8601",
                            "JSON form of timestamps; Meilisearch filters and sorts numbers only."));

    private StepKeys() {}

    private static Section condition() {
        return CONDITION;
    }
}
