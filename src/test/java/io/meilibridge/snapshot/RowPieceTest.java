package io.meilibridge.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.document.DocumentChange;
import io.meilibridge.document.DocumentChange.Delete;
import io.meilibridge.document.DocumentId;
import io.meilibridge.document.Window;
import io.meilibridge.document.Windows;
import io.meilibridge.event.ChangeBatch;
import io.meilibridge.event.Lsn;
import io.meilibridge.event.Position;
import io.meilibridge.replication.TableStorage;
import io.meilibridge.snapshot.FullSyncOrder.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowPieceTest {

    private static final Lsn FENCE = Lsn.parse("0/200");

    private final Windows windows = new Windows();
    private final FullSync sync =
            new FullSync(
                    new FullSyncOrder(
                            "job",
                            "items",
                            Reason.ORDERED,
                            false,
                            null,
                            1,
                            1,
                            false,
                            Instant.EPOCH));
    private final RowQueue queue = new RowQueue();

    @Test
    void rows_are_due_when_the_stream_has_reached_their_fence() {
        RowPiece piece = piece(chunk(3));

        assertThat(piece.isDue(Lsn.parse("0/1FF"))).isFalse();
        assertThat(piece.isDue(FENCE)).isTrue();
    }

    @Test
    void rows_of_another_stream_are_not_good() {
        RowPiece piece = piece(chunk(3));

        assertThat(piece.isGood(3)).isTrue();
        assertThat(piece.isGood(4)).isFalse();
    }

    @Test
    void rows_are_not_good_when_more_changed_than_is_known() {
        RowPiece piece = piece(chunk(3));
        windows.record(
                IntStream.rangeClosed(0, Window.IDS_MAX).mapToObj(RowPieceTest::delete).toList());

        assertThat(piece.isGood(3)).isFalse();
    }

    @Test
    void a_chunk_is_done_when_it_was_read_and_all_its_pieces_are_settled() {
        Chunk chunk = chunk(3);
        RowPiece first = piece(chunk);
        RowPiece second = piece(chunk);

        first.settled();
        chunk.read(true);
        boolean beforeTheLast = sync.isComplete();
        second.settled();

        assertThat(beforeTheLast).isFalse();
        assertThat(sync.isComplete()).isTrue();
    }

    @Test
    void a_chunk_that_lost_a_piece_is_read_again() {
        Chunk chunk = chunk(3);
        RowPiece first = piece(chunk);
        RowPiece second = piece(chunk);

        first.settled();
        second.lost();
        chunk.read(true);

        assertThat(second.isGood(3)).isFalse();
        assertThat(sync.isComplete()).isFalse();
        assertThat(sync.take()).isPresent();
    }

    @Test
    void what_waits_in_a_closed_queue_is_read_again() throws InterruptedException {
        Chunk chunk = chunk(3);
        boolean taken = queue.put(piece(chunk));
        chunk.read(true);

        queue.close();

        assertThat(taken).isTrue();
        assertThat(queue.peek()).isNull();
        assertThat(sync.take()).isPresent();
        assertThat(queue.put(piece(chunk(3)))).isFalse();
    }

    @Test
    void rows_are_waited_for_while_there_are_none() throws InterruptedException {
        Duration limit = Duration.ofSeconds(30);
        RowPiece piece = piece(chunk(3));

        assertThat(queue.awaitAny(Duration.ofMillis(1))).isFalse();
        Thread putter =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                queue.put(piece);
                            } catch (InterruptedException end) {
                                Thread.currentThread().interrupt();
                            }
                        });
        assertThat(queue.awaitAny(limit)).isTrue();
        putter.join();
        assertThat(queue.peek()).isSameAs(piece);
        queue.close();
        assertThat(queue.awaitAny(limit)).isFalse();
    }

    private Chunk chunk(long epoch) {
        sync.lies(new TableStorage("files", "columns", 1, 1, -1));
        FullSync.Piece pages = sync.take().orElseGet(() -> otherPages());
        Beside beside = new Beside(epoch, new DeliveredTransactions());
        return new Chunk(beside, windows, sync.outcomeOf(pages));
    }

    private static FullSync.Piece otherPages() {
        return new FullSync.Piece(new PageRanges.Range(0, 1), -1);
    }

    private static RowPiece piece(Chunk chunk) {
        return new RowPiece(chunk, new ChangeBatch("items", List.of(), new int[0]), 10, FENCE);
    }

    private static DocumentChange delete(int id) {
        return new Delete(new Position(FENCE, 0), new DocumentId(Integer.toString(id)));
    }
}
