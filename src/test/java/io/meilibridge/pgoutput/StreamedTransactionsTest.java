package io.meilibridge.pgoutput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meilibridge.event.Lsn;
import io.meilibridge.fault.DecodeException;
import io.meilibridge.pgoutput.message.DeleteMessage;
import io.meilibridge.pgoutput.message.InsertMessage;
import io.meilibridge.pgoutput.message.LogicalMessage;
import io.meilibridge.pgoutput.message.OriginMessage;
import io.meilibridge.pgoutput.message.PgOutputMessage;
import io.meilibridge.pgoutput.message.RelationMessage;
import io.meilibridge.pgoutput.message.StreamMessage;
import io.meilibridge.pgoutput.message.TruncateMessage;
import io.meilibridge.pgoutput.message.TwoPhaseMessage;
import io.meilibridge.pgoutput.message.TypeMessage;
import io.meilibridge.pgoutput.message.UpdateMessage;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The messages of streamed (protocol 2 and 4) and prepared transactions (protocol 3).
final class StreamedTransactionsTest {

    private static final Instant SECOND = Instant.parse("2000-01-01T00:00:01Z");
    private static final Instant TWO_SECONDS = Instant.parse("2000-01-01T00:00:02Z");

    private final PgOutputDecoder decoder =
            new PgOutputDecoder(new ProtocolOptions(2, StreamingMode.ON));

    @Test
    void a_block_begins_and_ends() {
        assertThat(decode(Frame.of('S').int32(9).int8(1)))
                .isEqualTo(new StreamMessage.Start(9, true));
        assertThat(decode(Frame.of('E'))).isEqualTo(new StreamMessage.Stop());
        assertThat(decode(Frame.of('S').int32(-9).int8(0)))
                .isEqualTo(new StreamMessage.Start(-9, false));
    }

    @Test
    void in_a_block_changes_carry_their_transaction() {
        decode(Frame.of('S').int32(9).int8(1));

        assertThat(decode(Frame.of('Y').int32(10).int32(16500).text("s").text("mood")))
                .isInstanceOfSatisfying(TypeMessage.class, m -> assertThat(m.xid()).isEqualTo(10));
        assertThat(decode(Frame.of('R').int32(11).int32(1).text("s").text("t").int8('d').int16(0)))
                .isInstanceOfSatisfying(
                        RelationMessage.class, m -> assertThat(m.xid()).isEqualTo(11));
        assertThat(decode(Frame.of('I').int32(12).int32(1).int8('N').int16(0)))
                .isInstanceOfSatisfying(
                        InsertMessage.class, m -> assertThat(m.xid()).isEqualTo(12));
        assertThat(decode(Frame.of('U').int32(13).int32(1).int8('N').int16(0)))
                .isInstanceOfSatisfying(
                        UpdateMessage.class, m -> assertThat(m.xid()).isEqualTo(13));
        assertThat(decode(Frame.of('D').int32(14).int32(1).int8('K').int16(0)))
                .isInstanceOfSatisfying(
                        DeleteMessage.class, m -> assertThat(m.xid()).isEqualTo(14));
        assertThat(decode(Frame.of('T').int32(15).int32(1).int8(0).int32(1)))
                .isInstanceOfSatisfying(
                        TruncateMessage.class, m -> assertThat(m.xid()).isEqualTo(15));
        assertThat(decode(Frame.of('M').int32(16).int8(1).int64(1).text("p").int32(0)))
                .isInstanceOfSatisfying(
                        LogicalMessage.class, m -> assertThat(m.xid()).isEqualTo(16));
    }

    @Test
    void in_a_block_an_origin_carries_no_transaction() {
        decode(Frame.of('S').int32(9).int8(1));

        assertThat(decode(Frame.of('O').int64(5).text("elsewhere")))
                .isEqualTo(new OriginMessage(new Lsn(5), "elsewhere"));
    }

    @Test
    void after_a_block_changes_carry_no_transaction() {
        decode(Frame.of('S').int32(9).int8(1));
        decode(Frame.of('R').int32(9).int32(1).text("s").text("t").int8('d').int16(0));
        decode(Frame.of('E'));

        InsertMessage insert = (InsertMessage) decode(Frame.of('I').int32(1).int8('N').int16(0));

        assertThat(insert.xid()).isEqualTo(PgOutputMessage.NO_XID);
    }

    @Test
    void a_reset_closes_the_block() {
        decode(Frame.of('S').int32(9).int8(1));

        decoder.reset();

        assertThat(decode(Frame.products())).isInstanceOf(RelationMessage.class);
    }

    @Test
    void a_streamed_transaction_is_committed() {
        assertThat(decode(Frame.of('c').int32(9).int8(0).int64(1).int64(2).int64(1_000_000)))
                .isEqualTo(new StreamMessage.Commit(9, new Lsn(1), new Lsn(2), SECOND));
    }

    @Test
    void an_abort_names_the_subtransaction() {
        assertThat(decode(Frame.of('A').int32(9).int32(10)))
                .isEqualTo(new StreamMessage.Abort(9, 10, null, null));
    }

    @Test
    void an_abort_says_where_and_when_if_streaming_is_parallel() {
        PgOutputDecoder parallel =
                new PgOutputDecoder(new ProtocolOptions(4, StreamingMode.PARALLEL));
        byte[] frame = Frame.of('A').int32(9).int32(10).int64(3).int64(1_000_000).bytes();

        assertThat(parallel.decode(frame, 0))
                .isEqualTo(new StreamMessage.Abort(9, 10, new Lsn(3), SECOND));
    }

    @Test
    void protocol_4_without_parallel_streaming_has_short_aborts() {
        PgOutputDecoder notParallel = new PgOutputDecoder(new ProtocolOptions(4, StreamingMode.ON));

        assertThat(notParallel.decode(Frame.of('A').int32(9).int32(10).bytes(), 0))
                .isEqualTo(new StreamMessage.Abort(9, 10, null, null));
    }

    @Test
    void a_stray_abort_under_protocol_1_is_decoded() {
        PgOutputDecoder version1 = new PgOutputDecoder(ProtocolOptions.version1());

        assertThat(version1.decode(Frame.of('A').int32(9).int32(9).bytes(), 0))
                .isEqualTo(new StreamMessage.Abort(9, 9, null, null));
    }

    @Test
    void a_prepared_transaction_begins_and_ends() {
        assertThat(decode(Frame.of('b').int64(1).int64(2).int64(1_000_000).int32(9).text("g")))
                .isEqualTo(
                        new TwoPhaseMessage.BeginPrepare(new Lsn(1), new Lsn(2), SECOND, 9, "g"));
        assertThat(
                        decode(
                                Frame.of('P')
                                        .int8(0)
                                        .int64(1)
                                        .int64(2)
                                        .int64(1_000_000)
                                        .int32(9)
                                        .text("g")))
                .isEqualTo(new TwoPhaseMessage.Prepare(new Lsn(1), new Lsn(2), SECOND, 9, "g"));
    }

    @Test
    void a_prepared_transaction_is_committed_or_rolled_back() {
        assertThat(
                        decode(
                                Frame.of('K')
                                        .int8(0)
                                        .int64(1)
                                        .int64(2)
                                        .int64(1_000_000)
                                        .int32(9)
                                        .text("g")))
                .isEqualTo(
                        new TwoPhaseMessage.CommitPrepared(new Lsn(1), new Lsn(2), SECOND, 9, "g"));
        assertThat(
                        decode(
                                Frame.of('r')
                                        .int8(0)
                                        .int64(1)
                                        .int64(2)
                                        .int64(1_000_000)
                                        .int64(2_000_000)
                                        .int32(9)
                                        .text("g")))
                .isEqualTo(
                        new TwoPhaseMessage.RollbackPrepared(
                                new Lsn(1), new Lsn(2), SECOND, TWO_SECONDS, 9, "g"));
    }

    @Test
    void a_streamed_transaction_is_prepared() {
        assertThat(
                        decode(
                                Frame.of('p')
                                        .int8(0)
                                        .int64(1)
                                        .int64(2)
                                        .int64(1_000_000)
                                        .int32(9)
                                        .text("g")))
                .isEqualTo(
                        new TwoPhaseMessage.StreamPrepare(new Lsn(1), new Lsn(2), SECOND, 9, "g"));
    }

    @ParameterizedTest
    @ValueSource(chars = {'S', 'c', 'p'})
    void without_streaming_nothing_is_streamed(char tag) {
        PgOutputDecoder version1 = new PgOutputDecoder(ProtocolOptions.version1());

        assertThatThrownBy(() -> version1.decode(Frame.of(tag).int64(0).bytes(), 0))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining(
                        " at byte 0 of 9: expected no such message without streaming, got one.");
    }

    @ParameterizedTest
    @CsvSource({
        "B, Begin",
        "C, Commit",
        "S, Stream Start",
        "c, Stream Commit",
        "A, Stream Abort",
        "b, Begin Prepare",
        "P, Prepare",
        "K, Commit Prepared",
        "r, Rollback Prepared",
        "p, Stream Prepare"
    })
    void in_a_block_no_transaction_begins_or_ends(char tag, String name) {
        decode(Frame.of('S').int32(9).int8(1));

        assertThatThrownBy(() -> decode(Frame.of(tag).int64(0)))
                .isInstanceOf(DecodeException.class)
                .hasMessage(
                        "Cannot decode "
                                + name
                                + " at byte 0 of 9: expected a Stream Stop before it, got none.");
    }

    @Test
    void a_block_does_not_end_twice() {
        assertThatThrownBy(() -> decode(Frame.of('E')))
                .isInstanceOf(DecodeException.class)
                .hasMessage(
                        "Cannot decode Stream Stop at byte 0 of 1:"
                                + " expected a Stream Start before it, got none.");
    }

    @Test
    void a_refused_start_opens_no_block() {
        assertThatThrownBy(() -> decode(Frame.of('S').int32(9).int8(1).int8(0)))
                .isInstanceOf(DecodeException.class);

        assertThat(decode(Frame.products())).isInstanceOf(RelationMessage.class);
    }

    private PgOutputMessage decode(Frame frame) {
        return decoder.decode(frame.bytes(), 0);
    }
}
