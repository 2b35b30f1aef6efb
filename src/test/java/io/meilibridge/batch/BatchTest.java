package io.meilibridge.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meilibridge.document.Document;
import io.meilibridge.document.DocumentChange.Delete;
import io.meilibridge.document.DocumentChange.DeleteAll;
import io.meilibridge.document.DocumentChange.Patch;
import io.meilibridge.document.DocumentChange.Replace;
import io.meilibridge.document.DocumentId;
import io.meilibridge.event.Lsn;
import io.meilibridge.event.Position;
import org.junit.jupiter.api.Test;

class BatchTest {

    private static final DocumentId ONE = new DocumentId("1");

    private final Batch batch = new Batch();

    private static Position at(long ordinal) {
        return new Position(new Lsn(16), ordinal);
    }

    @Test
    void a_patch_after_a_replace_keeps_the_fields_it_does_not_name() {
        batch.add(new Replace(at(0), ONE, Document.of("{\"id\":1,\"a\":1,\"b\":{\"c\":2}}")));
        batch.add(new Patch(at(1), ONE, Document.of("{\"id\":1,\"b\":null}")));

        Replace folded = batch.replaces().getFirst();
        assertThat(folded.document().json()).isEqualTo("{\"id\":1,\"a\":1,\"b\":null}");
        assertThat(folded.position()).isEqualTo(at(1));
        assertThat(batch.patches()).isEmpty();
    }

    @Test
    void a_patch_after_a_delete_does_not_bring_the_document_back() {
        batch.add(new Delete(at(0), ONE));
        batch.add(new Patch(at(1), ONE, Document.of("{\"id\":1}")));

        assertThat(batch.deletes()).extracting(Delete::id).containsExactly(ONE);
        assertThat(batch.patches()).isEmpty();
    }

    @Test
    void what_came_before_a_delete_all_is_dropped() {
        batch.add(new Replace(at(0), ONE, Document.of("{\"id\":1}")));
        batch.add(new DeleteAll(at(1), "shop__"));

        assertThat(batch.changeCount()).isZero();
        assertThat(batch.deleteAll()).isEqualTo(new DeleteAll(at(1), "shop__"));
        assertThat(batch.bytes()).isZero();
        assertThat(batch.rows()).isEqualTo(2);
    }

    @Test
    void folded_changes_count_once_in_bytes_and_each_in_rows() {
        batch.add(new Replace(at(0), ONE, Document.of("{\"id\":1,\"a\":\"long text\"}")));
        batch.add(new Replace(at(1), ONE, Document.of("{\"id\":1}")));

        assertThat(batch.bytes()).isEqualTo("{\"id\":1}\n".length());
        assertThat(batch.rows()).isEqualTo(2);
    }

    @Test
    void it_is_full_by_rows_or_by_bytes() {
        batch.add(new Replace(at(0), ONE, Document.of("{\"id\":1}")));

        assertThat(batch.isFull(new BatchLimits(1, 1000))).isTrue();
        assertThat(batch.isFull(new BatchLimits(2, 9))).isTrue();
        assertThat(batch.isFull(new BatchLimits(2, 10))).isFalse();
    }

    @Test
    void limits_that_hold_nothing_are_refused() {
        assertThatThrownBy(() -> new BatchLimits(0, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BatchLimits(1, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
