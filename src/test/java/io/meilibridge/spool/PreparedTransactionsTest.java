package io.meilibridge.spool;

import static io.meilibridge.spool.Messages.begin;
import static io.meilibridge.spool.Messages.beginPrepare;
import static io.meilibridge.spool.Messages.commit;
import static io.meilibridge.spool.Messages.in;
import static io.meilibridge.spool.Messages.insert;
import static io.meilibridge.spool.Messages.prepared;
import static io.meilibridge.spool.Messages.relation;
import static io.meilibridge.spool.Messages.rollbackPrepared;
import static io.meilibridge.spool.Messages.start;
import static io.meilibridge.spool.Messages.stop;
import static io.meilibridge.spool.Messages.truncate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meilibridge.fault.DecodeException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.SourceException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Prepared transactions leave when they are committed, if they are.
class PreparedTransactionsTest {

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
    void a_prepared_transaction_stands_where_it_is_committed() {
        spooling.of(relation(1, 1), begin(1, 5), ROW, commit(1, 2));

        assertThat(
                        spooling.of(
                                beginPrepare(3, 6),
                                insert(1, 1, "prepared"),
                                truncate(1),
                                prepared('P', 3, 6)))
                .isEmpty();
        assertThat(spooling.of(begin(5, 7), ROW, commit(5, 6), prepared('K', 8, 6), begin(9, 8)))
                .containsExactly(
                        "begin 7 5",
                        "insert t1/1 a",
                        "commit 5 6",
                        "begin 6 8",
                        "relation t1/1",
                        "insert t1/1 prepared",
                        "truncate [t1/1]",
                        "commit 8 9",
                        "begin 8 9");
        assertThat(spooling.told()).containsExactly("undecided 6 3", "committed 6 9");
    }

    @Test
    void one_that_is_rolled_back_is_not_in_the_result() {
        spooling.of(beginPrepare(3, 6), relation(1, 1), ROW, prepared('P', 3, 6));

        assertThat(spooling.of(rollbackPrepared(6))).isEmpty();
        assertThat(spooling.told()).containsExactly("undecided 6 3", "rolled back 6");
        assertThat(spooling.of(rollbackPrepared(60))).as("never sent").isEmpty();
    }

    @Test
    void one_that_was_streamed_is_kept_on() {
        spooling.of(
                start(6, true),
                in(6, relation(1, 1)),
                in(6, insert(1, 1, "streamed")),
                stop(),
                prepared('p', 3, 6));

        assertThat(spooling.of(prepared('K', 8, 6)))
                .containsExactly(
                        "begin 6 8", "relation t1/1", "insert t1/1 streamed", "commit 8 9");
        assertThat(spooling.told()).containsExactly("undecided 6 3", "committed 6 9");
    }

    /// The server announces a table once for all that is sent whole, in what is prepared too.
    @Test
    void a_relation_announced_in_it_goes_before_what_relies_on_it() {
        spooling.of(beginPrepare(3, 6), relation(1, 1), ROW, prepared('P', 3, 6));

        assertThat(spooling.of(begin(5, 7), ROW, ROW, commit(5, 6)))
                .containsExactly(
                        "begin 7 5",
                        "relation t1/1",
                        "insert t1/1 a",
                        "insert t1/1 a",
                        "commit 5 6");
        assertThat(spooling.of(prepared('K', 8, 6)))
                .containsExactly("begin 6 8", "relation t1/1", "insert t1/1 a", "commit 8 9");
    }

    @Test
    void a_relation_announced_in_it_stays_its_own_until_it_is_committed() {
        spooling.of(relation(1, 1), begin(1, 5), ROW, commit(1, 2));
        spooling.of(beginPrepare(3, 6), relation(1, 2), insert(1, 2, "b"), prepared('P', 3, 6));

        assertThat(spooling.of(relation(1, 1), begin(5, 7), ROW, commit(5, 6)))
                .containsExactly("relation t1/1", "begin 7 5", "insert t1/1 a", "commit 5 6");
        assertThat(spooling.of(prepared('K', 8, 6), begin(10, 9), ROW, commit(10, 11)))
                .containsExactly(
                        "begin 6 8",
                        "relation t1/2",
                        "insert t1/2 b",
                        "commit 8 9",
                        "relation t1/1",
                        "begin 9 10",
                        "insert t1/1 a",
                        "commit 10 11");
    }

    @Test
    void a_commit_of_what_was_not_sent_is_a_loss_that_is_said() {
        assertThatThrownBy(() -> spooling.of(prepared('K', 8, 6)))
                .isInstanceOfSatisfying(
                        SourceException.class,
                        fault -> assertThat(fault.code()).isEqualTo(ErrorCode.PREPARED_UNKNOWN))
                .hasMessageContaining("'g' was committed at 0/8");
    }

    @Test
    void messages_in_the_wrong_order_are_refused() {
        refused("StreamPrepare: expected transaction 6 to have been streamed", prepared('p', 3, 6));
        refused(
                "Begin: expected the Prepare of transaction 6 first",
                beginPrepare(3, 6),
                begin(4, 7));
        refused(
                "Prepare of transaction 6: expected it once, got it again",
                beginPrepare(3, 6),
                prepared('P', 3, 6),
                beginPrepare(3, 6),
                prepared('P', 3, 6));
        refused("Prepare: expected another message", prepared('P', 3, 6));
    }

    private void refused(String message, byte[]... frames) {
        try (Spooling fresh = new Spooling(folder)) {
            assertThatThrownBy(() -> fresh.of(frames))
                    .isInstanceOf(DecodeException.class)
                    .hasMessageContaining(message);
        }
    }
}
