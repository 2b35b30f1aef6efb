package io.meilibridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.event.Operation;
import io.meilibridge.pgtype.NumericForm;
import io.meilibridge.pgtype.TimestampForm;
import io.meilibridge.step.rule.Condition;
import io.meilibridge.step.rule.IdRule;
import io.meilibridge.step.rule.Literal;
import io.meilibridge.step.rule.MappingRule.Target;
import io.meilibridge.step.rule.MappingRule.UnmappedStrategy;
import io.meilibridge.step.rule.Operator;
import io.meilibridge.step.rule.TaskRules;
import io.meilibridge.step.rule.TransformRule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// From the keys of a task to the rules that its steps are made of.
class RulesTest {

    private static final String HEAD =
            """
            source: { host: a, database: b, user: c }
            meilisearch: { url: http://a }
            sync_tasks:
              - id: a
                table: a
            """;

    @Test
    void conditions_are_bound_with_their_types() {
        TaskRules rules =
                rules(
                        """
                        cdc: { event_types: [create, update] }
                        filter:
                          event_types: [update, delete]
                          conditions:
                            - { field: a, op: equals, value: null }
                            - { field: b, op: greater_than, value: 1.50 }
                            - { field: c, op: in, values: [no, "1", true] }
                            - op: not
                              conditions: [ { op: or, conditions: [ { field: d, op: is_null } ] } ]
                        """);

        assertThat(rules.eventTypes()).containsExactly(Operation.UPDATE);
        assertThat(rules.filter().conditions().getFirst())
                .isEqualTo(new Condition.Comparison("a", Operator.EQUALS, Literal.ofNull()));
        assertThat(((Condition.Comparison) rules.filter().conditions().get(1)).value().text())
                .isEqualTo("1.50");
        assertThat(rules.filter().conditions().subList(2, 4))
                .containsExactly(
                        new Condition.In(
                                "c", List.of(Literal.of("no"), Literal.of("1"), Literal.of(true))),
                        new Condition.Not(new Condition.Or(List.of(new Condition.IsNull("d")))));
    }

    @Test
    void conditions_have_the_keys_their_operator_needs() {
        assertThat(
                        loading(
                                        """
                                        filter:
                                          conditions:
                                            - { op: equals, value: 1 }
                                            - { field: a, op: in, value: 1 }
                                            - { field: a, op: and }
                                            - { field: a, op: matches, value: "(" }
                                            - { field: a, op: less_than, value: null }
                                        """)
                                .faults())
                .extracting(fault -> fault.substring("sync_tasks[0].filter.".length()))
                .containsExactlyInAnyOrder(
                        "conditions[0].field (config.yaml:8): expected it with operator equals,"
                                + " got nothing",
                        "conditions[1].value (config.yaml:9): expected it to be left out with"
                                + " operator in, got it",
                        "conditions[1].values (config.yaml:9): expected it with operator in, got"
                                + " nothing",
                        "conditions[2].field (config.yaml:10): expected it to be left out with"
                                + " operator and, got it",
                        "conditions[2].conditions (config.yaml:10): expected it with operator and,"
                                + " got nothing",
                        "conditions[3].value (config.yaml:11): expected a regular expression, got"
                                + " '(': Unclosed group at character 2",
                        "conditions[4].value (config.yaml:12): Operator 'less_than' on 'a' needs a"
                                + " value other than null; use is_null or is_not_null.");
    }

    @Test
    void mapping_has_short_and_full_forms() {
        TaskRules rules =
                rules(
                        """
                        mapping:
                          fields:
                            name: title
                            city: { path: address.city, default: unknown }
                            full: { sources: [first, last] }
                          unmapped_fields_strategy: prefix
                          unmapped_fields_prefix: x_
                        """);

        assertThat(rules.mapping().fields())
                .containsEntry("name", Target.named("title").joining(List.of(), " "))
                .containsEntry(
                        "city",
                        Target.at("address.city")
                                .withDefault(Literal.of("unknown"))
                                .joining(List.of(), " "))
                .containsEntry("full", Target.named("full").joining(List.of("first", "last"), " "));
        assertThat(rules.mapping().unmapped()).isEqualTo(UnmappedStrategy.PREFIX);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type: rename, to: b | Rename[field=f, to=b]",
                "type: convert, to_type: integer | Convert[field=f, type=INTEGER]",
                "type: extract, to: b, path: a.0 | ExtractPath[field=f, to=b, path=[a, 0]]",
                "type: extract, to: b, pattern: x | ExtractPattern[field=f, to=b, pattern=x]",
                "type: lowercase | Lowercase[field=f]",
                "type: uppercase | Uppercase[field=f]",
                "type: trim | Trim[field=f]",
                "type: split, separator: ';' | Split[field=f, separator=;]",
                "type: join | Join[field=f, separator=]",
                "type: default, value: 1 | Default[field=f, value=Decimal[value=1]]",
                "type: hash | Hash[field=f, algorithm=SHA256]",
                "type: remove | Remove[field=f]",
                "type: add_field, value: null | AddField[to=f, value=Null[]]",
                "type: add_timestamp | AddTimestamp[to=f]",
                "type: geo | GeoFromPoint[field=f, to=_geo]",
                "type: vector | Vector[field=f, embedder=default]"
            })
    void every_transform_is_bound(String keys, String rule) {
        TaskRules rules = rules("transform: { fields: [ { field: f, " + keys + " } ] }");

        assertThat(rules.transforms()).singleElement().hasToString(rule);
    }

    @Test
    void transforms_of_several_columns_are_bound() {
        TaskRules rules =
                rules(
                        """
                        transform:
                          fields:
                            - { type: geo, latitude: a, longitude: b }
                            - { type: compute, field: c, expression: "price * 2 || ' EUR'" }
                        """);

        assertThat(rules.transforms().getFirst())
                .isEqualTo(new TransformRule.GeoFromNumbers("a", "b", "_geo"));
        assertThat(rules.transforms().getLast()).isInstanceOf(TransformRule.Compute.class);
    }

    @Test
    void transforms_have_the_keys_their_type_needs() {
        assertThat(
                        loading(
                                        """
                                        transform:
                                          fields:
                                            - { field: a, type: rename }
                                            - { field: a, type: trim, to: b }
                                            - { field: a, type: compute, expression: "1 +" }
                                            - { type: geo, field: a, latitude: b }
                                        """)
                                .faults())
                .hasSize(4)
                .anyMatch(fault -> fault.contains("fields[0].to (config.yaml:8)"))
                .anyMatch(fault -> fault.contains("fields[1].to (config.yaml:9)"))
                .anyMatch(fault -> fault.contains("Cannot read expression '1 +'"))
                .anyMatch(fault -> fault.contains("fields[3].field (config.yaml:11)"));
    }

    @Test
    void keys_and_forms_are_bound() {
        TaskRules rules =
                rules(
                        """
                        primary_key: [region, id]
                        id_prefix: p
                        cdc: { columns: [name], exclude_columns: note }
                        types: { numeric: string, timestamps: epoch_ms }
                        """);

        assertThat(rules.id())
                .isEqualTo(new IdRule(List.of("region", "id"), IdRule.Form.AUTO, "p"));
        assertThat(rules.columns().excluded()).containsExactly("note");
        assertThat(rules.types().numeric()).isEqualTo(NumericForm.STRING);
        assertThat(rules.types().timestamps()).isEqualTo(TimestampForm.EPOCH_MS);
    }

    @Test
    void rules_that_contradict_each_other_are_faults() {
        assertThat(
                        loading(
                                        """
                                        primary_key: [a, b]
                                        document_id: raw
                                        cdc: { columns: [x], exclude_columns: [x] }
                                        mapping: { fields: { a: n, b: n } }
                                        full_sync: { mode: swap, where: "a > 1" }
                                        """)
                                .faults())
                .hasSize(4);
    }

    private static TaskRules rules(String keys) {
        return loading(keys).settings().tasks().getFirst().rules();
    }

    private static Loading loading(String keys) {
        return Loading.of(HEAD + keys.indent(4));
    }
}
