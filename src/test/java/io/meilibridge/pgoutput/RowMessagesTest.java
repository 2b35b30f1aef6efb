package io.meilibridge.pgoutput;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.event.OldRow;
import io.meilibridge.event.Relation;
import io.meilibridge.event.Row;
import io.meilibridge.event.ValueKind;
import io.meilibridge.pgoutput.message.DeleteMessage;
import io.meilibridge.pgoutput.message.InsertMessage;
import io.meilibridge.pgoutput.message.PgOutputMessage;
import io.meilibridge.pgoutput.message.RelationMessage;
import io.meilibridge.pgoutput.message.TruncateMessage;
import io.meilibridge.pgoutput.message.UpdateMessage;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Insert, Update, Delete and Truncate, written by hand.
final class RowMessagesTest {

    private final PgOutputDecoder decoder = new PgOutputDecoder(ProtocolOptions.version1());

    @Test
    void insert_views_each_kind_of_value() {
        Relation relation = relation(Frame.products());
        byte[] frame =
                Frame.of('I')
                        .int32(16412)
                        .int8('N')
                        .int16(2)
                        .value('t', "42")
                        .value('b', "Übung")
                        .bytes();

        InsertMessage insert = (InsertMessage) decoder.decode(frame, 0);

        assertThat(insert.relation()).isSameAs(relation);
        assertThat(insert.row().bytes()).isSameAs(frame);
        assertThat(insert.row().kind(0)).isEqualTo(ValueKind.TEXT);
        assertThat(insert.row().text(0)).isEqualTo("42");
        assertThat(insert.row().kind(1)).isEqualTo(ValueKind.BINARY);
        assertThat(insert.row().text(1)).isEqualTo("Übung");
        assertThat(insert.row().valueBytes()).isEqualTo(2 + 6);
    }

    @Test
    void null_unchanged_and_empty_are_three_things() {
        decode(Frame.products());
        Frame nullAndUnchanged = Frame.of('I').int32(16412).int8('N').int16(2).int8('n').int8('u');
        Frame empty = Frame.of('I').int32(16412).int8('N').int16(2).value('t', "").value('b', "");

        assertThat(kinds(((InsertMessage) decode(nullAndUnchanged)).row()))
                .containsExactly(ValueKind.NULL, ValueKind.UNCHANGED);
        assertThat(kinds(((InsertMessage) decode(empty)).row()))
                .containsExactly(ValueKind.TEXT, ValueKind.BINARY);
    }

    @Test
    void update_without_old_tuple_has_no_old_row() {
        decode(Frame.products());
        Frame frame = Frame.of('U').int32(16412).int8('N').int16(2).value('t', "1").int8('u');

        assertThat(((UpdateMessage) decode(frame)).old()).isNull();
    }

    @Test
    void update_with_key_tuple_has_the_key_and_no_other_column() {
        decode(Frame.products());
        Frame frame =
                Frame.of('U')
                        .int32(16412)
                        .int8('K')
                        .int16(2)
                        .value('t', "1")
                        .int8('n')
                        .int8('N')
                        .int16(2)
                        .value('t', "2")
                        .int8('n');

        UpdateMessage update = (UpdateMessage) decode(frame);

        Row key = Objects.requireNonNull(update.old()).row();
        assertThat(update.old()).isInstanceOf(OldRow.Key.class);
        assertThat(kinds(key)).containsExactly(ValueKind.TEXT, ValueKind.ABSENT);
        assertThat(key.text(0)).isEqualTo("1");
        assertThat(kinds(update.row())).containsExactly(ValueKind.TEXT, ValueKind.NULL);
        assertThat(update.row().text(0)).isEqualTo("2");
    }

    @Test
    void key_tuple_of_another_identity_than_announced_is_taken_as_it_is() {
        decode(Frame.products());
        Frame frame = Frame.of('D').int32(16412).int8('K').int16(2).int8('n').value('t', "code");

        Row key = ((DeleteMessage) decode(frame)).old().row();

        assertThat(kinds(key)).containsExactly(ValueKind.ABSENT, ValueKind.TEXT);
    }

    @Test
    void update_with_old_tuple_has_the_whole_old_row() {
        decode(Frame.products());
        Frame frame =
                Frame.of('U')
                        .int32(16412)
                        .int8('O')
                        .int16(2)
                        .value('t', "1")
                        .int8('n')
                        .int8('N')
                        .int16(2)
                        .value('t', "1")
                        .value('t', "x");

        UpdateMessage update = (UpdateMessage) decode(frame);

        assertThat(update.old()).isInstanceOf(OldRow.Full.class);
        assertThat(kinds(Objects.requireNonNull(update.old()).row()))
                .containsExactly(ValueKind.TEXT, ValueKind.NULL);
    }

    @Test
    void delete_has_the_old_tuple() {
        decode(Frame.products());
        Frame frame = Frame.of('D').int32(16412).int8('O').int16(2).value('t', "1").value('t', "x");

        assertThat(((DeleteMessage) decode(frame)).old()).isInstanceOf(OldRow.Full.class);
    }

    @Test
    void truncate_has_relations_and_options() {
        Relation products = relation(Frame.products());
        Relation other =
                relation(Frame.of('R').int32(7).text("s").text("other").int8('d').int16(0));

        List<TruncateMessage> truncates =
                IntStream.range(0, 4)
                        .mapToObj(options ->
                                Frame.of('T').int32(2).int8(options).int32(7).int32(16412))
                        .map(frame -> (TruncateMessage) decode(frame))
                        .toList();

        assertThat(truncates)
                .containsExactly(
                        truncate(List.of(other, products), false, false),
                        truncate(List.of(other, products), true, false),
                        truncate(List.of(other, products), false, true),
                        truncate(List.of(other, products), true, true));
    }

    private static TruncateMessage truncate(
            List<Relation> relations, boolean cascade, boolean restartIdentity) {
        return new TruncateMessage(PgOutputMessage.NO_XID, relations, cascade, restartIdentity);
    }

    private PgOutputMessage decode(Frame frame) {
        return decoder.decode(frame.bytes(), 0);
    }

    private Relation relation(Frame frame) {
        return ((RelationMessage) decode(frame)).relation();
    }

    private static List<ValueKind> kinds(Row row) {
        return IntStream.range(0, row.columnCount()).mapToObj(row::kind).toList();
    }
}
