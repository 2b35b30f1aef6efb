package io.meilibridge.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.event.Lsn;
import io.meilibridge.event.Position;
import io.meilibridge.event.TableName;
import io.meilibridge.fault.ErrorCode;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What every store of dead letters promises. `store()` is the same store each time within a test.
abstract class DeadLetterStoreContract {

    static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678901234Z");

    abstract DeadLetterStore store();

    static DeadLetter letter(String task, String documentId, Instant at) {
        return new DeadLetter(
                task,
                new TableName("odd schema", "Sel\"ect"),
                documentId,
                ErrorCode.DOCUMENT_REFUSED,
                "invalid_document_geo_field: \"lat\"\n\u2603",
                new Position(new Lsn(-2), 7),
                at,
                "{\"id\":\"" + documentId + "\"}");
    }

    @Test
    void a_store_that_was_never_written_is_empty() {
        store().remove(List.of("none"));

        assertThat(store().all()).isEmpty();
    }

    @Test
    void what_was_put_is_what_is_there() {
        DeadLetter one = letter("items", "1", NOW);
        DeadLetter withoutId = letter("items", "", NOW);
        store().put(one);
        store().put(withoutId);

        assertThat(store().all()).containsExactlyInAnyOrder(one, withoutId);
    }

    @Test
    void a_document_has_one_and_a_task_its_own() {
        store().put(letter("items", "1", NOW));
        store().put(letter("items", "1", NOW.plusSeconds(1)));
        store().put(letter("others", "1", NOW));

        assertThat(store().all())
                .containsExactlyInAnyOrder(
                        letter("items", "1", NOW.plusSeconds(1)), letter("others", "1", NOW));
    }

    @Test
    void what_was_removed_is_gone() {
        store().put(letter("items", "1", NOW));
        store().put(letter("items", "2", NOW));
        store().put(letter("items", "3", NOW));
        store().remove(
                        List.of(
                                letter("items", "1", NOW).id(),
                                letter("items", "3", NOW).id(),
                                "never-there"));

        assertThat(store().all()).containsExactly(letter("items", "2", NOW));
    }
}
