package io.meilibridge.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.replication.TableStorage;
import io.meilibridge.snapshot.FullSyncOrder.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FullSyncTest {

    private static final TableStorage STORAGE = storage("files-1", 10);

    private final FullSync sync = new FullSync(order(null));

    @Test
    void all_pages_are_taken_once_and_done_when_settled() {
        sync.lies(STORAGE);

        List<FullSync.Piece> pieces = takeAll(sync);

        assertThat(pieces.stream().mapToLong(piece -> piece.range().pages()).sum()).isEqualTo(10);
        assertThat(sync.isComplete()).isFalse();
        pieces.forEach(piece -> sync.done(piece, 5));
        assertThat(sync.isComplete()).isTrue();
        assertThat(sync.progress().rowsDone()).isEqualTo(5L * pieces.size());
        assertThat(sync.progress().part()).isEqualTo(1.0);
    }

    @Test
    void pages_that_were_given_back_are_taken_again() {
        sync.lies(STORAGE);
        List<FullSync.Piece> pieces = takeAll(sync);
        sync.giveBack(pieces.get(1));

        FullSync.Piece again = sync.take().orElseThrow();

        assertThat(again.range()).isEqualTo(pieces.get(1).range());
        assertThat(sync.take()).isEmpty();
    }

    @Test
    void a_table_without_pages_is_complete_at_once() {
        sync.lies(storage("files-1", 0));

        assertThat(sync.take()).isEmpty();
        assertThat(sync.isComplete()).isTrue();
    }

    @Test
    void a_restart_goes_on_with_the_pages_that_are_not_done() {
        sync.lies(STORAGE);
        List<FullSync.Piece> pieces = takeAll(sync);
        sync.done(pieces.get(0), 7);
        sync.done(pieces.get(2), 7);

        FullSync resumed = FullSyncNote.of(sync.note().json()).resumed();

        assertThat(resumed.lies(STORAGE)).isTrue();
        List<FullSync.Piece> left = takeAll(resumed);
        assertThat(left).extracting(FullSync.Piece::range).contains(pieces.get(1).range());
        assertThat(left)
                .extracting(FullSync.Piece::range)
                .doesNotContain(pieces.get(0).range(), pieces.get(2).range());
        assertThat(resumed.progress().rowsDone()).isEqualTo(14);
    }

    @Test
    void a_table_that_was_written_anew_is_read_from_its_beginning() {
        sync.lies(STORAGE);
        List<FullSync.Piece> pieces = takeAll(sync);
        sync.done(pieces.getFirst(), 7);

        boolean counts = sync.lies(storage("files-2", 4));
        sync.done(pieces.get(1), 7);
        sync.giveBack(pieces.get(2));

        assertThat(counts).isFalse();
        assertThat(takeAll(sync).stream().mapToLong(piece -> piece.range().pages()).sum())
                .isEqualTo(4);
        assertThat(sync.progress().rowsDone()).isZero();
    }

    @Test
    void nothing_is_taken_after_a_cancellation() {
        sync.lies(STORAGE);
        sync.cancel();

        assertThat(sync.take()).isEmpty();
        assertThat(sync.isComplete()).isFalse();
    }

    @Test
    void a_note_is_read_as_it_was_written() {
        FullSync with = new FullSync(order("price > 1 AND name <> 'a\"b'"));
        with.lies(STORAGE);
        with.done(with.take().orElseThrow(), 3);

        FullSyncNote read = FullSyncNote.of(with.note().json());

        assertThat(read).isEqualTo(with.note());
    }

    @Test
    void a_note_of_a_full_sync_that_had_not_begun_is_read_too() {
        FullSyncNote read = FullSyncNote.of(sync.note().json());

        assertThat(read).isEqualTo(sync.note());
        assertThat(read.resumed().isComplete()).isFalse();
    }

    private static List<FullSync.Piece> takeAll(FullSync from) {
        List<FullSync.Piece> pieces = new ArrayList<>();
        for (var piece = from.take(); piece.isPresent(); piece = from.take()) {
            pieces.add(piece.get());
        }
        return pieces;
    }

    private static FullSyncOrder order(@Nullable String where) {
        return new FullSyncOrder(
                "products-1",
                "products",
                Reason.ORDERED,
                true,
                where,
                2,
                1,
                false,
                Instant.parse("2026-11-24T04:00:00Z"));
    }

    /// Of 8 MiB a page, so that a page is a chunk.
    private static TableStorage storage(String files, long pages) {
        return new TableStorage(files, "columns", pages, pages << 23, -1);
    }
}
