package io.meilibridge.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meilibridge.event.ChangeEvent;
import io.meilibridge.event.ReplicaIdentity;
import io.meilibridge.event.Row;
import io.meilibridge.event.ValueKind;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.MappingException;
import io.meilibridge.step.rule.IdRule;
import io.meilibridge.step.rule.MappingRule;
import io.meilibridge.step.rule.MappingRule.Target;
import io.meilibridge.step.rule.TaskRules;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Document ids and keys: HAZARDS D3 and B2.
class DocumentKeyTest {

    private static final String UUID = "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11";

    @Test
    void integers_and_uuids_are_ids_as_they_are() {
        for (String type : List.of("int2", "int4", "int8", "domain_int8")) {
            Table table = Table.of("id " + type + " key");
            assertThat(Changes.of(table.rules(), table.insert("-7")))
                    .containsExactly("replace -7 {\"id\":-7}");
        }
        Table table = Table.of("id uuid key");
        assertThat(Changes.of(table.rules(), table.insert(UUID)))
                .containsExactly("replace " + UUID + " {\"id\":\"" + UUID + "\"}");
        assertThat(new TaskSteps(table.rules()).keyField(table.relation())).isEqualTo("id");
    }

    @Test
    void every_other_key_is_encoded_in_a_field_of_its_own_and_sent_too() {
        Table text = Table.of("k text key");
        assertThat(Changes.of(text.rules(), text.insert("a b"), text.delete("a b")))
                .containsExactly("replace a_20b {\"_id\":\"a_20b\",\"k\":\"a b\"}", "delete a_20b");
        Table both = Table.of("a int4 key", "b int4 key");
        assertThat(Changes.of(both.rules(), both.insert("1", "2")))
                .containsExactly("replace 1__2 {\"_id\":\"1__2\",\"a\":1,\"b\":2}");
        TaskRules turned = both.rules().withId(IdRule.of("b", "a"));
        assertThat(Changes.of(turned, both.insert("1", "2")))
                .containsExactly("replace 2__1 {\"_id\":\"2__1\",\"a\":1,\"b\":2}");
        assertThat(new TaskSteps(both.rules()).keyField(both.relation())).isEqualTo("_id");
    }

    @Test
    void with_a_prefix_every_id_is_encoded_and_a_truncate_keeps_to_it() {
        Table table = Table.of("id int4 key");
        TaskRules rules = table.rules().withId(IdRule.DEFAULT.withPrefix("my_shop"));
        assertThat(Changes.of(rules, table.insert("7"), table.delete("7"), table.truncate()))
                .containsExactly(
                        "replace my_5Fshop__7 {\"_id\":\"my_5Fshop__7\",\"id\":7}",
                        "delete my_5Fshop__7",
                        "delete all my_5Fshop__");
    }

    @Test
    void a_raw_key_is_the_text_itself_or_refused() {
        Table table = Table.of("sku text key", "name text");
        TaskRules rules =
                table.rules()
                        .withId(new IdRule(List.of("sku"), IdRule.Form.RAW, ""))
                        .withMapping(
                                new MappingRule(
                                        Map.of("sku", Target.named("code")),
                                        MappingRule.UnmappedStrategy.INCLUDE,
                                        ""));
        assertThat(
                        Changes.of(
                                rules,
                                table.insert("A_1-b", "x"),
                                table.insert("a b", "x"),
                                table.insert("", "x"),
                                table.insert("x".repeat(512), "x")))
                .containsExactly(
                        "replace A_1-b {\"code\":\"A_1-b\",\"name\":\"x\"}",
                        "refused null INVALID_DOCUMENT_ID",
                        "refused null INVALID_DOCUMENT_ID",
                        "refused null INVALID_DOCUMENT_ID");
        assertThat(new TaskSteps(rules).keyField(table.relation())).isEqualTo("code");
    }

    @Test
    void a_key_that_a_delete_would_not_carry_is_refused_with_the_statement_that_mends_it() {
        Table nothing = Table.of(ReplicaIdentity.NOTHING, "id int4");
        requireFault(
                nothing,
                nothing.rules().withId(IdRule.of("id")),
                ErrorCode.REPLICA_IDENTITY_MISSING,
                "ALTER TABLE \"public\".\"products\" REPLICA IDENTITY DEFAULT;");
        Table outside = Table.of(ReplicaIdentity.INDEX, "id int4", "sku text key");
        requireFault(
                outside,
                outside.rules().withId(IdRule.of("id")),
                ErrorCode.REPLICA_IDENTITY_MISSING,
                "ALTER TABLE \"public\".\"products\" REPLICA IDENTITY FULL;");
        Table keyless = Table.of("id int4");
        requireFault(keyless, keyless.rules(), ErrorCode.REPLICA_IDENTITY_MISSING, "primary_key");
    }

    @Test
    void a_key_that_is_missing_or_cannot_be_told_is_refused() {
        Table table = Table.of("id int4 key");
        requireFault(
                table,
                table.rules().withId(IdRule.of("gone")),
                ErrorCode.RELATION_UNUSABLE,
                "primary_key");
        Table full = Table.of(ReplicaIdentity.FULL, "id int4", "name text");
        requireFault(full, full.rules(), ErrorCode.RELATION_UNUSABLE, "primary_key");
        Table id = Table.of("_id text key");
        requireFault(id, id.rules(), ErrorCode.RELATION_UNUSABLE, "Map one of the columns");
    }

    private static void requireFault(Table table, TaskRules rules, ErrorCode code, String hint) {
        assertThatThrownBy(() -> new TaskSteps(rules).check(table.relation()))
                .isInstanceOfSatisfying(
                        MappingException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(code);
                            assertThat(e.hint()).contains(hint);
                            assertThat(e).hasMessageContaining("public.products");
                        });
    }

    @Test
    void a_key_that_changes_its_form_under_the_task_is_refused() {
        Table table = Table.of("id int4 key");
        Table wider = Table.of("id int8 key", "added text");
        Table other = Table.of("id text key");
        TaskSteps steps = new TaskSteps(table.rules());
        steps.check(table.relation());
        steps.check(wider.relation());
        assertThatThrownBy(() -> steps.check(other.relation()))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("'_id'");
    }

    @Test
    void binary_keys_have_the_ids_of_their_texts() {
        Table table = Table.of("id int4 key", "k int8 key");
        byte[] bytes = {0, 0, 0, 7, -1, -1, -1, -1, -1, -1, -1, -2};
        int binary = ValueKind.BINARY.tag();
        Row row = new Row(bytes, new int[] {binary, 0, 4, binary, 4, 8});
        ChangeEvent moved =
                new ChangeEvent.Update(table.relation(), Table.at(0), table.key("7", "-1"), row);
        ChangeEvent kept =
                new ChangeEvent.Update(table.relation(), Table.at(0), table.key("7", "-2"), row);
        assertThat(Changes.of(table.rules(), moved, kept))
                .containsExactly(
                        "delete 7__-1",
                        "replace 7__-2 {\"_id\":\"7__-2\",\"id\":7,\"k\":-2}",
                        "replace 7__-2 {\"_id\":\"7__-2\",\"id\":7,\"k\":-2}");
    }

    @Test
    void plans_of_relations_long_gone_are_given_up_and_made_again() {
        TaskSteps steps = new TaskSteps(Table.of("id int4 key").rules());
        Table first = Table.of("id int4 key");
        steps.check(first.relation());
        for (int i = 0; i < 10_000; i++) {
            steps.check(Table.of("id int4 key").relation());
        }
        assertThat(Changes.lines(steps.map(List.of(first.insert("1")))))
                .containsExactly("replace 1 {\"id\":1}");
    }

    @Test
    void id_rules_that_contradict_themselves_are_refused() {
        assertThatThrownBy(() -> new IdRule(List.of("a", "b"), IdRule.Form.RAW, ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new IdRule(List.of("a"), IdRule.Form.RAW, "p"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> IdRule.of("a", "a")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> IdRule.DEFAULT.withPrefix("x".repeat(200)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
