package io.meilibridge.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.step.rule.ColumnSelection;
import io.meilibridge.step.rule.Literal;
import io.meilibridge.step.rule.MappingRule;
import io.meilibridge.step.rule.SoftDeleteRule;
import io.meilibridge.step.rule.SoftDeleteRule.Strategy;
import io.meilibridge.step.rule.TaskRules;
import io.meilibridge.step.rule.TransformRule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SoftDeleteTest {

    private static final String DAY = "2024-01-31 00:00:00";

    private final Table table = Table.of("id int4 key", "gone timestamp");
    private final Table flagged = Table.of("id int4 key", "gone bool");

    private TaskRules rules(Strategy strategy) {
        return table.rules()
                .withSoftDelete(SoftDeleteRule.of("gone", strategy))
                .withColumns(new ColumnSelection(List.of(), Set.of("gone")));
    }

    @Test
    void under_remove_an_update_to_deleted_deletes_and_back_replaces() {
        TaskRules remove = rules(Strategy.REMOVE);
        assertThat(Changes.of(remove, table.update("1", DAY), table.update("1", null)))
                .containsExactly("delete 1", "replace 1 {\"id\":1}");
        assertThat(Changes.of(remove, table.update(table.key("1", Table.ABSENT), "2", DAY)))
                .containsExactly("delete 1", "delete 2");
        assertThat(Changes.of(remove, table.insert("1", DAY), table.read("2", DAY))).isEmpty();
    }

    @Test
    void under_mark_the_document_stays_and_says_so() {
        TaskRules mark = rules(Strategy.MARK);
        assertThat(
                        Changes.of(
                                mark,
                                table.insert("1", null),
                                table.update("1", DAY),
                                table.read("2", DAY)))
                .containsExactly(
                        "replace 1 {\"id\":1,\"_deleted\":false}",
                        "replace 1 {\"id\":1,\"_deleted\":true}",
                        "replace 2 {\"id\":2,\"_deleted\":true}");
    }

    @Test
    void a_real_delete_removes_under_both() {
        for (Strategy strategy : Strategy.values()) {
            assertThat(Changes.of(rules(strategy), table.delete("1", Table.ABSENT)))
                    .containsExactly("delete 1");
        }
    }

    @Test
    void a_boolean_deletes_when_true_only() {
        TaskRules rules =
                flagged.rules().withSoftDelete(SoftDeleteRule.of("gone", Strategy.REMOVE));
        assertThat(
                        Changes.of(
                                rules,
                                flagged.update("1", "t"),
                                flagged.update("2", "f"),
                                flagged.update("3", null)))
                .containsExactly(
                        "delete 1",
                        "replace 2 {\"id\":2,\"gone\":false}",
                        "replace 3 {\"id\":3,\"gone\":null}");
    }

    @Test
    void named_values_delete() {
        Table status = Table.of("id int4 key", "status text");
        TaskRules rules =
                status.rules()
                        .withSoftDelete(
                                new SoftDeleteRule(
                                        "status",
                                        List.of(Literal.of("archived"), Literal.ofNull()),
                                        Strategy.REMOVE,
                                        true,
                                        true));
        assertThat(
                        Changes.of(
                                rules,
                                status.update("1", "archived"),
                                status.update("2", null),
                                status.update("3", "live")))
                .containsExactly(
                        "delete 1", "delete 2", "replace 3 {\"id\":3,\"status\":\"live\"}");
    }

    @Test
    void the_rule_can_be_for_the_stream_or_the_snapshot_alone() {
        for (Strategy strategy : Strategy.values()) {
            boolean mark = strategy == Strategy.MARK;
            TaskRules stream =
                    rules(strategy)
                            .withSoftDelete(
                                    new SoftDeleteRule("gone", List.of(), strategy, false, true));
            assertThat(Changes.of(stream, table.read("1", DAY), table.update("2", DAY)))
                    .containsExactly(
                            "replace 1 {\"id\":1}",
                            mark ? "replace 2 {\"id\":2,\"_deleted\":true}" : "delete 2");
            TaskRules snapshot =
                    rules(strategy)
                            .withSoftDelete(
                                    new SoftDeleteRule("gone", List.of(), strategy, true, false));
            assertThat(Changes.of(snapshot, table.update("2", DAY)))
                    .containsExactly("replace 2 {\"id\":2}");
        }
    }

    @Test
    void the_mark_is_sent_whatever_is_selected_mapped_or_transformed() {
        TaskRules narrow =
                rules(Strategy.MARK)
                        .withColumns(new ColumnSelection(List.of("id"), Set.of()))
                        .withTransforms(
                                List.of(new TransformRule.AddField("kind", Literal.of("x"))))
                        .withMapping(
                                new MappingRule(
                                        Map.of("kind", MappingRule.Target.named("k")),
                                        MappingRule.UnmappedStrategy.EXCLUDE,
                                        ""));
        assertThat(Changes.of(narrow, table.update("1", DAY)))
                .containsExactly("replace 1 {\"id\":1,\"_deleted\":true,\"k\":\"x\"}");
    }

    @Test
    void the_mark_can_be_mapped_and_takes_the_place_of_a_column_of_its_name() {
        TaskRules renamed =
                rules(Strategy.MARK)
                        .withMapping(
                                new MappingRule(
                                        Map.of("_deleted", MappingRule.Target.named("hidden")),
                                        MappingRule.UnmappedStrategy.INCLUDE,
                                        ""));
        assertThat(Changes.of(renamed, table.update("1", DAY)))
                .containsExactly("replace 1 {\"id\":1,\"hidden\":true}");
        Table own = Table.of("id int4 key", "_deleted timestamp", "name text");
        TaskRules rules = own.rules().withSoftDelete(SoftDeleteRule.of("_deleted", Strategy.MARK));
        assertThat(Changes.of(rules, own.update("1", DAY, "a"), own.update("2", null, "b")))
                .containsExactly(
                        "replace 1 {\"id\":1,\"_deleted\":true,\"name\":\"a\"}",
                        "replace 2 {\"id\":2,\"_deleted\":false,\"name\":\"b\"}");
    }

    @Test
    void a_marked_row_with_a_new_key_moves() {
        assertThat(
                        Changes.of(
                                rules(Strategy.MARK),
                                table.update(table.key("1", Table.ABSENT), "2", DAY)))
                .containsExactly("delete 1", "replace 2 {\"id\":2,\"_deleted\":true}");
    }
}
