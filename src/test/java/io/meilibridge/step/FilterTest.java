package io.meilibridge.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meilibridge.event.ChangeEvent;
import io.meilibridge.event.Operation;
import io.meilibridge.event.ReplicaIdentity;
import io.meilibridge.step.rule.ColumnSelection;
import io.meilibridge.step.rule.Condition;
import io.meilibridge.step.rule.FilterRule;
import io.meilibridge.step.rule.IdRule;
import io.meilibridge.step.rule.Literal;
import io.meilibridge.step.rule.Operator;
import io.meilibridge.step.rule.TaskRules;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FilterTest {

    private final Table table = Table.of("id int4 key", "stock int4");
    private final TaskRules rules =
            table.rules()
                    .withFilter(
                            new FilterRule(
                                    List.of(
                                            new Condition.Comparison(
                                                    "stock",
                                                    Operator.GREATER_THAN,
                                                    Literal.of(0)))));

    @Test
    void matching_rows_pass() {
        assertThat(
                        Changes.of(
                                rules,
                                table.insert("1", "5"),
                                table.update("2", "5"),
                                table.read("3", "5")))
                .containsExactly(
                        "replace 1 {\"id\":1,\"stock\":5}",
                        "replace 2 {\"id\":2,\"stock\":5}",
                        "replace 3 {\"id\":3,\"stock\":5}");
    }

    @Test
    void inserted_and_snapshot_rows_that_do_not_match_are_left_out() {
        assertThat(Changes.of(rules, table.insert("1", "0"), table.read("2", null))).isEmpty();
    }

    @Test
    void an_update_out_of_the_filter_deletes() {
        assertThat(Changes.of(rules, table.update("1", "0"))).containsExactly("delete 1");
    }

    @Test
    void an_update_out_of_the_filter_with_a_new_key_deletes_both_documents() {
        assertThat(Changes.of(rules, table.update(table.key("1", Table.ABSENT), "2", "0")))
                .containsExactly("delete 1", "delete 2");
    }

    @Test
    void under_full_identity_an_unchanged_key_is_deleted_once() {
        Table full = Table.of(ReplicaIdentity.FULL, "id int4", "stock int4");
        assertThat(
                        Changes.of(
                                rules.withId(IdRule.of("id")),
                                full.update(full.full("1", "5"), "1", "0")))
                .containsExactly("delete 1");
    }

    @Test
    void deletes_and_truncates_are_not_asked_for_data() {
        assertThat(Changes.of(rules, table.delete("1", Table.ABSENT), table.truncate()))
                .containsExactly("delete 1", "delete all ");
    }

    @Test
    void the_filter_may_use_columns_that_are_not_sent() {
        TaskRules narrow = rules.withColumns(new ColumnSelection(List.of("id"), Set.of()));
        assertThat(Changes.of(narrow, table.insert("1", "5"), table.update("1", "0")))
                .containsExactly("replace 1 {\"id\":1}", "delete 1");
    }

    @Test
    void operations_that_do_not_count_are_left_out_but_never_snapshot_rows() {
        for (Operation only :
                EnumSet.of(
                        Operation.INSERT, Operation.UPDATE, Operation.DELETE, Operation.TRUNCATE)) {
            List<ChangeEvent> events =
                    List.of(
                            table.read("1", "1"),
                            table.insert("1", "1"),
                            table.update("1", "1"),
                            table.delete("1", Table.ABSENT),
                            table.truncate());
            TaskSteps steps = new TaskSteps(table.rules().withEventTypes(Set.of(only)));
            assertThat(steps.filter(events))
                    .extracting(Operation::of)
                    .containsExactly(Operation.READ, only);
        }
    }

    @Test
    void a_row_that_was_not_read_again_is_not_guessed() {
        TaskSteps steps = new TaskSteps(rules);
        assertThatThrownBy(() -> steps.filter(List.of(table.update("1", Table.UNCHANGED))))
                .isInstanceOf(IllegalStateException.class);
    }
}
