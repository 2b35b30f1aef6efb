package io.meilibridge.spool;

import static io.meilibridge.spool.Messages.abort;
import static io.meilibridge.spool.Messages.begin;
import static io.meilibridge.spool.Messages.chunk;
import static io.meilibridge.spool.Messages.commit;
import static io.meilibridge.spool.Messages.in;
import static io.meilibridge.spool.Messages.insert;
import static io.meilibridge.spool.Messages.relation;
import static io.meilibridge.spool.Messages.start;
import static io.meilibridge.spool.Messages.stop;
import static io.meilibridge.spool.Messages.streamCommit;
import static io.meilibridge.spool.Messages.truncate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meilibridge.event.WalChunk;
import io.meilibridge.fault.DecodeException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Transactions that come in blocks leave as protocol 1 would have sent them.
class StreamedBlocksTest {

    private static final byte[] ROW = insert(1, 1, "a");

    @TempDir Path folder;

    private Spooling spooling;

    @BeforeEach
    void open() {
        spooling = new Spooling(folder);
    }

    @AfterEach
    void close() {
        spooling.close();
    }

    @Test
    void whole_transactions_pass_as_they_are() {
        WalChunk chunk = chunk(begin(5, 1), ROW, truncate(1), commit(5, 6));

        assertThat(spooling.whole().of(chunk)).isSameAs(chunk);
        assertThat(spooling.whole().isPending()).isFalse();
        assertThat(spooling.of(relation(1, 1), begin(6, 2), ROW, commit(6, 7)))
                .containsExactly("relation t1/1", "begin 2 6", "insert t1/1 a", "commit 6 7");
    }

    @Test
    void a_streamed_transaction_stands_where_it_was_committed() {
        assertThat(spooling.of(start(7, true), in(7, relation(1, 1)), in(7, ROW), stop()))
                .isEmpty();
        assertThat(
                        spooling.of(
                                relation(2, 1),
                                begin(5, 8),
                                insert(2, 1, "small"),
                                commit(5, 6),
                                start(7, false),
                                in(9, insert(1, 1, "b")),
                                in(7, truncate(1)),
                                stop(),
                                streamCommit(7, 10, 11),
                                begin(12, 10),
                                ROW,
                                commit(12, 13)))
                .containsExactly(
                        "relation t2/1",
                        "begin 8 5",
                        "insert t2/1 small",
                        "commit 5 6",
                        "begin 7 10",
                        "relation t1/1",
                        "insert t1/1 a",
                        "insert t1/1 b",
                        "truncate [t1/1]",
                        "commit 10 11",
                        "begin 10 12",
                        "insert t1/1 a",
                        "commit 12 13");
    }

    @Test
    void blocks_of_several_transactions_are_kept_apart() {
        spooling.of(start(7, true), in(7, relation(1, 1)), in(7, insert(1, 1, "seven")), stop());
        spooling.of(start(8, true), in(8, relation(1, 1)), in(8, insert(1, 1, "eight")), stop());
        spooling.of(start(9, true), in(9, relation(1, 1)), in(9, insert(1, 1, "nine")), stop());
        spooling.of(start(7, false), in(7, insert(1, 1, "seven again")), stop());

        assertThat(spooling.of(abort(9, 9), streamCommit(8, 10, 11), streamCommit(7, 12, 13)))
                .containsExactly(
                        "begin 8 10",
                        "relation t1/1",
                        "insert t1/1 eight",
                        "commit 10 11",
                        "begin 7 12",
                        "relation t1/1",
                        "insert t1/1 seven",
                        "insert t1/1 seven again",
                        "commit 12 13");
    }

    @Test
    void what_a_subtransaction_did_goes_when_it_is_rolled_back() {
        spooling.of(
                start(7, true),
                in(7, relation(1, 1)),
                in(7, insert(1, 1, "kept")),
                in(8, insert(1, 1, "kept too")),
                in(9, insert(1, 1, "gone")),
                in(10, insert(1, 1, "gone as well")),
                in(9, insert(1, 1, "gone with it")),
                stop(),
                abort(7, 10),
                abort(7, 9),
                start(7, false),
                in(7, insert(1, 1, "last")),
                in(11, insert(1, 1, "gone again")),
                stop(),
                abort(7, 11));

        assertThat(spooling.of(streamCommit(7, 10, 11)))
                .containsExactly(
                        "begin 7 10",
                        "relation t1/1",
                        "insert t1/1 kept",
                        "insert t1/1 kept too",
                        "insert t1/1 last",
                        "commit 10 11");
    }

    /// The one around it has done nothing before it, and so is marked nowhere.
    @Test
    void what_was_released_goes_with_what_is_around_it() {
        spooling.of(
                start(7, true),
                in(7, relation(1, 1)),
                in(9, insert(1, 1, "released")),
                in(8, insert(1, 1, "around it")),
                in(10, insert(1, 1, "released too")),
                stop(),
                abort(7, 9),
                abort(7, 10),
                abort(7, 8));

        assertThat(spooling.of(streamCommit(7, 10, 11)))
                .containsExactly("begin 7 10", "relation t1/1", "commit 10 11");
    }

    @Test
    void ids_may_pass_the_end_of_their_range() {
        int top = -2;
        spooling.of(
                start(top, true),
                in(top, relation(1, 1)),
                in(-1, insert(1, 1, "kept")),
                in(4, insert(1, 1, "gone")),
                stop(),
                abort(top, 4));

        assertThat(spooling.of(streamCommit(top, 10, 11))).contains("insert t1/1 kept").hasSize(4);
    }

    @Test
    void a_relation_that_was_rolled_back_is_nobodys() {
        spooling.of(relation(1, 1), begin(3, 5), ROW, commit(3, 4));
        spooling.of(
                start(7, true),
                in(8, relation(1, 3)),
                in(8, insert(1, 3, "gone")),
                stop(),
                abort(7, 8),
                start(7, false),
                in(7, relation(1, 1)),
                in(7, insert(1, 1, "kept")),
                stop());
        spooling.of(start(9, true), in(9, relation(1, 2)), in(9, insert(1, 2, "gone")), stop());

        assertThat(
                        spooling.of(
                                abort(9, 9),
                                begin(5, 6),
                                ROW,
                                commit(5, 6),
                                streamCommit(7, 10, 11)))
                .containsExactly(
                        "begin 6 5",
                        "insert t1/1 a",
                        "commit 5 6",
                        "begin 7 10",
                        "relation t1/1",
                        "insert t1/1 kept",
                        "commit 10 11");
    }

    /// The columns of a publication change without a lock that would wait for a transaction.
    @Test
    void a_relation_announced_since_follows_what_was_announced_before() {
        spooling.of(start(7, true), in(7, relation(1, 2)), in(7, insert(1, 2, "two")), stop());
        spooling.of(relation(1, 1), begin(5, 8), ROW, commit(5, 6));

        assertThat(spooling.of(streamCommit(7, 10, 11), begin(12, 9), ROW, commit(12, 13)))
                .containsExactly(
                        "begin 7 10",
                        "relation t1/2",
                        "insert t1/2 two",
                        "commit 10 11",
                        "relation t1/1",
                        "begin 9 12",
                        "insert t1/1 a",
                        "commit 12 13");
    }

    @Test
    void an_abort_of_what_was_never_streamed_is_ignored() {
        assertThat(spooling.of(abort(7, 7), begin(5, 8), commit(5, 6)))
                .containsExactly("begin 8 5", "commit 5 6");
        spooling.of(start(7, true), in(7, relation(1, 1)), in(7, ROW), stop(), abort(7, 8));

        assertThat(spooling.of(streamCommit(7, 10, 11))).hasSize(4);
    }

    @Test
    void messages_in_the_wrong_order_are_refused() {
        refused("Commit: expected transaction 7 to have been streamed", streamCommit(7, 10, 11));
        refused("Start: expected transaction 7 to have begun before", start(7, false));
        refused("a Stream Start before it, got none", stop());
        refused("a Stream Stop before it, got none", start(8, true), begin(5, 9));
        refused("Start: expected transaction 8 to be new", start(8, true), stop(), start(8, true));
        refused(
                "2 bytes in a streamed block: expected a transaction id",
                start(8, true),
                cut(in(8, ROW), 2));
    }

    private void refused(String message, byte[]... frames) {
        try (Spooling fresh = new Spooling(folder)) {
            assertThatThrownBy(() -> fresh.of(frames))
                    .isInstanceOf(DecodeException.class)
                    .hasMessageContaining(message);
        }
    }

    private static byte[] cut(byte[] frame, int bytes) {
        return Arrays.copyOf(frame, WalChunk.HEADER_BYTES + bytes);
    }

    @Test
    void a_large_transaction_is_on_disk_and_leaves_in_chunks() throws IOException {
        byte[] row = in(7, insert(1, 1, "x".repeat(1000)));
        spooling.of(start(7, true), in(7, relation(1, 1)), stop());
        for (int i = 0; i < 10; i++) {
            byte[][] frames = new byte[202][];
            Arrays.fill(frames, row);
            frames[0] = start(7, false);
            frames[201] = stop();
            assertThat(spooling.of(frames)).isEmpty();
        }
        assertThat(spooling.bytes()).isBetween(1_900_000L, 2_100_000L);
        assertThat(folder).isEmptyDirectory();
        assertThat(permissions()).containsExactly("rw-------");

        WalChunk first =
                Objects.requireNonNull(
                        spooling.whole().of(chunk(streamCommit(7, 10, 11), begin(12, 9))));

        assertThat(first.count()).isEqualTo(512);
        assertThat(spooling.whole().isPending()).isTrue();
        int count = first.count();
        WalChunk more = spooling.whole().next();
        while (more != null) {
            count += more.count();
            more = spooling.whole().next();
        }
        assertThat(count).isEqualTo(2000 + 4);
        assertThat(spooling.whole().isPending()).isFalse();
        assertThat(spooling.bytes()).isZero();
        assertThat(permissions()).isEmpty();
    }

    /// Of the files that this process has open and that had a name in the folder.
    private List<String> permissions() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(descriptor -> target(descriptor).startsWith(folder.toString()))
                    .map(StreamedBlocksTest::permissions)
                    .toList();
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closed) {
            return "";
        }
    }

    private static String permissions(Path descriptor) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(descriptor));
        } catch (IOException closed) {
            return "";
        }
    }

    @Test
    void what_is_rolled_back_gives_the_disk_back() {
        byte[] row = in(8, insert(1, 1, "x".repeat(100_000)));
        spooling.of(start(7, true), in(7, relation(1, 1)), row, row, stop());
        assertThat(spooling.bytes()).isGreaterThan(100_000);

        spooling.of(abort(7, 8));
        assertThat(spooling.bytes()).isLessThan(100);

        spooling.of(start(7, false), row, stop(), abort(7, 7));
        assertThat(spooling.bytes()).isZero();
    }

    @Test
    void closing_gives_everything_back() {
        byte[] row = in(7, insert(1, 1, "x".repeat(100_000)));
        spooling.of(start(7, true), in(7, relation(1, 1)), row, stop());
        spooling.of(start(8, true), in(8, relation(1, 1)), row);

        spooling.close();

        assertThat(spooling.bytes()).isZero();
    }

    @Test
    void a_spool_without_a_folder_is_said() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        try (Spooling broken = new Spooling(file)) {
            assertThatThrownBy(() ->
                            broken.of(start(7, true), in(7, insert(1, 1, "x".repeat(100_000)))))
                    .isInstanceOfSatisfying(
                            SourceException.class,
                            fault ->
                                    assertThat(fault.code()).isEqualTo(ErrorCode.SPOOL_UNAVAILABLE))
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    void what_a_process_left_is_removed() throws IOException {
        Files.writeString(folder.resolve("1-1-.spool"), "");
        Files.writeString(folder.resolve("checkpoints"), "");

        try (Spooling _ = new Spooling(folder)) {
            assertThat(folder).isDirectoryNotContaining("glob:**.spool");
            assertThat(folder.resolve("checkpoints")).exists();
        }
    }
}
