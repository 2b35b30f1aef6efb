package io.meilibridge.pgoutput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.meilibridge.fault.DecodeException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.Remedy;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every way in which a frame can be wrong is refused with a message that names what was being
/// decoded, where, what was expected and what was found.
final class MalformedFramesTest {

    private static final String PRODUCTS = " of relation 16412 (public.products)";

    private final PgOutputDecoder decoder = new PgOutputDecoder(ProtocolOptions.version1());

    @BeforeEach
    void announce_products() {
        decoder.decode(Frame.products().bytes(), 0);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"frames", "tuples", "schemas", "otherMessages"})
    void is_refused(String expected, Frame frame) {
        assertThatThrownBy(() -> decoder.decode(frame.bytes(), 0))
                .isExactlyInstanceOf(DecodeException.class)
                .hasMessage("Cannot decode " + expected);
    }

    static Stream<Arguments> frames() {
        return Stream.of(
                arguments(
                        "a message at byte 0 of 0: expected a tag in 1 byte, got the end of the"
                                + " message.",
                        new Frame()),
                arguments(
                        "a message at byte 0 of 2: expected the tag of a pgoutput message, got 0x5A"
                                + " ('Z').",
                        Frame.of('Z').int8(0)),
                arguments(
                        "a message at byte 0 of 1: expected the tag of a pgoutput message, got"
                                + " 0xFF.",
                        new Frame().int8(0xFF)),
                arguments(
                        "Begin at byte 9 of 12: expected the commit time in 8 bytes, got 3 bytes.",
                        Frame.of('B').int64(1).raw(new byte[3])),
                arguments(
                        "Begin at byte 17 of 17: expected the transaction id in 4 bytes, got the end"
                                + " of the message.",
                        Frame.of('B').int64(1).int64(1)),
                arguments(
                        "Begin at byte 21 of 23: expected the end of the message, got 2 bytes"
                                + " more.",
                        Frame.of('B').int64(1).int64(1).int32(1).int16(0)),
                arguments(
                        "Commit at byte 1 of 26: expected flags within 0x00, got 0x80.",
                        Frame.of('C').int8(0x80).int64(1).int64(1).int64(1)));
    }

    static Stream<Arguments> tuples() {
        return Stream.of(
                arguments(
                        "Insert at byte 1 of 8: expected a relation that a Relation message"
                                + " announced, got OID 4294967295.",
                        Frame.of('I').int32(-1).int8('N').int16(0)),
                arguments(
                        "Insert"
                                + PRODUCTS
                                + " at byte 5 of 8: expected the tuple tag 'N', got"
                                + " 0x4B ('K').",
                        insert('K').int16(0)),
                arguments(
                        "Insert" + PRODUCTS + " at byte 6 of 8: expected 2 columns, got 1.",
                        insert('N').int16(1)),
                arguments(
                        "Insert" + PRODUCTS + " at byte 6 of 8: expected 2 columns, got 3.",
                        insert('N').int16(3)),
                arguments(
                        "Insert" + PRODUCTS + " at byte 6 of 8: expected 2 columns, got -1.",
                        insert('N').int16(-1)),
                arguments(
                        "Insert"
                                + PRODUCTS
                                + " at byte 9 of 10: expected the column kind 'n', 'u',"
                                + " 't' or 'b' of column 'name', got 0x78 ('x').",
                        insert('N').int16(2).int8('n').int8('x')),
                arguments(
                        "Insert"
                                + PRODUCTS
                                + " at byte 9 of 13: expected a value's length of 0 to"
                                + " 0, got -1.",
                        insert('N').int16(2).int8('t').int32(-1)),
                arguments(
                        "Insert"
                                + PRODUCTS
                                + " at byte 9 of 15: expected a value's length of 0 to"
                                + " 2, got 2147483647.",
                        insert('N').int16(2).int8('b').int32(Integer.MAX_VALUE).int16(0)),
                arguments(
                        "Insert"
                                + PRODUCTS
                                + " at byte 14 of 14: expected the kind of a column in 1"
                                + " byte, got the end of the message.",
                        insert('N').int16(2).value('t', "1")),
                arguments(
                        "Insert"
                                + PRODUCTS
                                + " at byte 10 of 11: expected the end of the message,"
                                + " got 1 bytes more.",
                        insert('N').int16(2).int8('n').int8('n').int8('n')),
                arguments(
                        "Update"
                                + PRODUCTS
                                + " at byte 5 of 6: expected the tuple tag 'K', 'O' or"
                                + " 'N', got 0x00.",
                        Frame.of('U').int32(16412).int8(0)),
                arguments(
                        "Update"
                                + PRODUCTS
                                + " at byte 10 of 11: expected the tuple tag 'N', got"
                                + " 0x4F ('O').",
                        Frame.of('U')
                                .int32(16412)
                                .int8('K')
                                .int16(2)
                                .int8('n')
                                .int8('n')
                                .int8('O')),
                arguments(
                        "Update"
                                + PRODUCTS
                                + " at byte 10 of 10: expected the tuple tag 'N' in 1"
                                + " byte, got the end of the message.",
                        Frame.of('U').int32(16412).int8('K').int16(2).int8('n').int8('n')),
                arguments(
                        "Delete"
                                + PRODUCTS
                                + " at byte 5 of 6: expected the tuple tag 'K' or 'O',"
                                + " got 0x4E ('N').",
                        Frame.of('D').int32(16412).int8('N')));
    }

    private static Frame insert(char tuple) {
        return Frame.of('I').int32(16412).int8(tuple);
    }

    static Stream<Arguments> schemas() {
        return Stream.of(
                arguments(
                        "Relation at byte 5 of 11: expected the schema's name that ends with NUL,"
                                + " got 6 bytes without one.",
                        Frame.of('R')
                                .int32(1)
                                .raw("public".getBytes(java.nio.charset.StandardCharsets.UTF_8))),
                arguments(
                        "Relation at byte 6 of 9: expected the schema's name in UTF-8, got 0xC3.",
                        Frame.of('R').int32(1).int8('s').int8(0xC3).int8('x').int8(0)),
                arguments(
                        "Relation at byte 9 of 10: expected the replica identity 'd', 'n', 'f' or"
                                + " 'i', got 0x78 ('x').",
                        Frame.of('R').int32(1).text("s").text("t").int8('x')),
                arguments(
                        "Relation at byte 10 of 12: expected a number of columns of 0 to 0, got"
                                + " 32767.",
                        relation().int16(Short.MAX_VALUE)),
                arguments(
                        "Relation at byte 10 of 12: expected a number of columns of 0 to 0, got"
                                + " -1.",
                        relation().int16(-1)),
                arguments(
                        "Relation at byte 12 of 23: expected column flags within 0x01, got 0x02.",
                        relation().int16(1).column(2, "c", 23, -1)),
                arguments(
                        "Relation at byte 15 of 23: expected a type that a Type message announced,"
                                + " got OID 16500.",
                        relation().int16(1).column(0, "c", 16500, -1)),
                arguments(
                        "Relation at byte 23 of 24: expected the end of the message, got 1 bytes"
                                + " more.",
                        relation().int16(1).column(0, "c", 23, -1).int8(0)),
                arguments(
                        "Type at byte 7 of 8: expected the type's name that ends with NUL, got 1"
                                + " bytes without one.",
                        Frame.of('Y').int32(16500).text("s").int8('m')));
    }

    private static Frame relation() {
        return Frame.of('R').int32(1).text("s").text("t").int8('d');
    }

    static Stream<Arguments> otherMessages() {
        return Stream.of(
                arguments(
                        "Truncate at byte 1 of 10: expected a number of relations of 0 to 1, got"
                                + " 2147483647.",
                        Frame.of('T').int32(Integer.MAX_VALUE).int8(0).int32(16412)),
                arguments(
                        "Truncate at byte 1 of 6: expected a number of relations of 0 to 0, got"
                                + " -1.",
                        Frame.of('T').int32(-1).int8(0)),
                arguments(
                        "Truncate at byte 5 of 10: expected truncate options within 0x03, got"
                                + " 0x04.",
                        Frame.of('T').int32(1).int8(4).int32(16412)),
                arguments(
                        "Truncate at byte 6 of 10: expected a relation that a Relation message"
                                + " announced, got OID 9.",
                        Frame.of('T').int32(1).int8(0).int32(9)),
                arguments(
                        "Message at byte 1 of 18: expected message flags within 0x01, got 0x02.",
                        Frame.of('M').int8(2).int64(1).text("abc").int32(0)),
                arguments(
                        "Message at byte 11 of 16: expected a content length of 0 to 1, got 2.",
                        Frame.of('M').int8(0).int64(1).text("").int32(2).int8(0)),
                arguments(
                        "Origin at byte 9 of 9: expected the origin's name that ends with NUL, got 0"
                                + " bytes without one.",
                        Frame.of('O').int64(1)),
                arguments(
                        "Stream Abort at byte 9 of 25: expected the end of the message, got 16 bytes"
                                + " more.",
                        Frame.of('A').int32(1).int32(1).int64(1).int64(1)),
                arguments(
                        "Commit Prepared at byte 30 of 31: expected the prepared transaction's name"
                                + " that ends with NUL, got 1 bytes without one.",
                        Frame.of('K').int8(0).int64(1).int64(1).int64(1).int32(1).int8('g')));
    }

    @Test
    void bytes_are_counted_from_the_message_not_from_the_array() {
        byte[] frame = new Frame().int64(0).int8('B').int64(1).bytes();

        assertThatThrownBy(() -> decoder.decode(frame, 8))
                .hasMessage(
                        "Cannot decode Begin at byte 9 of 9: expected the commit time in 8 bytes,"
                                + " got the end of the message.");
    }

    @Test
    void a_frame_that_is_shorter_than_its_header_is_refused() {
        assertThatThrownBy(() -> decoder.decode(new byte[3], 25))
                .isExactlyInstanceOf(DecodeException.class)
                .hasMessage(
                        "Cannot decode a message at byte 0 of 0: expected a tag in 1 byte, got the"
                                + " end of the message.");
    }

    @Test
    void a_negative_start_is_the_callers_fault() {
        assertThatThrownBy(() -> decoder.decode(new byte[3], -1))
                .isExactlyInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void it_stops_the_source() {
        assertThatThrownBy(() -> decoder.decode(new byte[0], 0))
                .isInstanceOfSatisfying(
                        DecodeException.class,
                        fault -> {
                            assertThat(fault.code()).isEqualTo(ErrorCode.UNDECODABLE_MESSAGE);
                            assertThat(fault.remedy()).isEqualTo(Remedy.STOP);
                            assertThat(fault.hint()).isNotEmpty();
                        });
    }

    @Test
    void values_are_not_told() {
        Frame frame = insert('N').int16(2).value('t', "secret").int8('x');

        assertThatThrownBy(() -> decoder.decode(frame.bytes(), 0))
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("sec");
    }

    @Test
    void options_that_the_server_would_refuse_are_refused() {
        assertThatThrownBy(() -> new ProtocolOptions(1, StreamingMode.ON))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Cannot use pgoutput with streaming ON: expected protocol version 2 to 4,"
                                + " got 1.");
        for (int version : List.of(0, 5)) {
            assertThatThrownBy(() -> new ProtocolOptions(version, StreamingMode.OFF))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new ProtocolOptions(3, StreamingMode.PARALLEL))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
