package io.meilibridge.pgoutput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meilibridge.event.Column;
import io.meilibridge.event.ColumnType;
import io.meilibridge.event.Lsn;
import io.meilibridge.event.Relation;
import io.meilibridge.event.ReplicaIdentity;
import io.meilibridge.event.TableName;
import io.meilibridge.fault.DecodeException;
import io.meilibridge.pgoutput.message.Begin;
import io.meilibridge.pgoutput.message.Commit;
import io.meilibridge.pgoutput.message.InsertMessage;
import io.meilibridge.pgoutput.message.LogicalMessage;
import io.meilibridge.pgoutput.message.OriginMessage;
import io.meilibridge.pgoutput.message.PgOutputMessage;
import io.meilibridge.pgoutput.message.RelationMessage;
import io.meilibridge.pgoutput.message.TypeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Messages written by hand, field by field as the documentation lists them; those of rows are in
/// [RowMessagesTest].
final class PgOutputDecoderTest {

    private final PgOutputDecoder decoder = new PgOutputDecoder(ProtocolOptions.version1());

    @Test
    void begin_has_commit_lsn_time_and_xid() {
        Frame frame = Frame.of('B').int64(0x16_B374D848L).int64(1_500_000).int32(-2);

        assertThat(decode(frame))
                .isEqualTo(
                        new Begin(
                                Lsn.parse("16/B374D848"),
                                Instant.parse("2000-01-01T00:00:01.500Z"),
                                -2));
    }

    @Test
    void commit_has_commit_lsn_end_lsn_and_time() {
        Frame frame = Frame.of('C').int8(0).int64(1).int64(-1L).int64(-1);

        assertThat(decode(frame))
                .isEqualTo(
                        new Commit(
                                new Lsn(1),
                                Lsn.parse("FFFFFFFF/FFFFFFFF"),
                                Instant.parse("1999-12-31T23:59:59.999999Z")));
    }

    @Test
    void every_time_is_an_instant() {
        Begin last = (Begin) decode(Frame.of('B').int64(1).int64(Long.MAX_VALUE).int32(1));
        Begin first = (Begin) decode(Frame.of('B').int64(1).int64(Long.MIN_VALUE).int32(1));

        assertThat(last.commitTime()).isAfter(first.commitTime());
    }

    @Test
    void origin_has_lsn_and_name() {
        assertThat(decode(Frame.of('O').int64(5).text("elsewhere")))
                .isEqualTo(new OriginMessage(new Lsn(5), "elsewhere"));
    }

    @Test
    void logical_message_views_its_content() {
        byte[] frame =
                Frame.of('M')
                        .int8(1)
                        .int64(7)
                        .text("mark")
                        .int32(2)
                        .raw((byte) 'h', (byte) 'i')
                        .bytes();

        LogicalMessage message = (LogicalMessage) decoder.decode(frame, 0);

        assertThat(message.xid()).isEqualTo(PgOutputMessage.NO_XID);
        assertThat(message.transactional()).isTrue();
        assertThat(message.lsn()).isEqualTo(new Lsn(7));
        assertThat(message.prefix()).isEqualTo("mark");
        assertThat(message.content().isReadOnly()).isTrue();
        assertThat(StandardCharsets.UTF_8.decode(message.content()).toString()).isEqualTo("hi");
        assertThat(StandardCharsets.UTF_8.decode(message.content()).toString()).isEqualTo("hi");
    }

    @Test
    void logical_message_may_stand_outside_transactions_and_be_empty() {
        LogicalMessage message =
                (LogicalMessage) decode(Frame.of('M').int8(0).int64(7).text("").int32(0));

        assertThat(message.transactional()).isFalse();
        assertThat(message.prefix()).isEmpty();
        assertThat(message.content().remaining()).isZero();
    }

    @Test
    void relation_has_its_columns() {
        assertThat(decode(Frame.products()))
                .isEqualTo(
                        new RelationMessage(
                                PgOutputMessage.NO_XID,
                                new Relation(
                                        16412,
                                        new TableName("public", "products"),
                                        ReplicaIdentity.DEFAULT,
                                        List.of(
                                                new Column("id", ColumnType.builtIn(23), -1, true),
                                                new Column(
                                                        "name",
                                                        ColumnType.builtIn(25),
                                                        -1,
                                                        false)))));
    }

    @Test
    void every_replica_identity_is_known() {
        assertThat("dnfi".chars().mapToObj(this::identity))
                .containsExactly(
                        ReplicaIdentity.DEFAULT,
                        ReplicaIdentity.NOTHING,
                        ReplicaIdentity.FULL,
                        ReplicaIdentity.INDEX);
    }

    private ReplicaIdentity identity(int letter) {
        Frame frame = Frame.of('R').int32(1).text("s").text("t").int8(letter).int16(0);
        return ((RelationMessage) decode(frame)).relation().replicaIdentity();
    }

    @Test
    void an_empty_schema_is_pg_catalog() {
        Frame frame = Frame.of('R').int32(1).text("").text("t").int8('d').int16(0);

        assertThat(((RelationMessage) decode(frame)).relation().table())
                .isEqualTo(new TableName("pg_catalog", "t"));
    }

    @Test
    void a_domain_over_a_built_in_type_is_of_pg_catalog() {
        PgOutputMessage type = decode(Frame.of('Y').int32(16500).text("").text("int4"));

        assertThat(((TypeMessage) type).type())
                .isEqualTo(new ColumnType(16500, "pg_catalog", "int4"));
    }

    @Test
    void a_type_names_the_columns_that_follow() {
        PgOutputMessage type = decode(Frame.of('Y').int32(16500).text("shop").text("mood"));
        RelationMessage relation =
                (RelationMessage)
                        decode(
                                Frame.of('R')
                                        .int32(1)
                                        .text("s")
                                        .text("t")
                                        .int8('d')
                                        .int16(1)
                                        .column(0, "m", 16500, 20));

        ColumnType mood = new ColumnType(16500, "shop", "mood");
        assertThat(type).isEqualTo(new TypeMessage(PgOutputMessage.NO_XID, mood));
        assertThat(relation.relation().columns()).containsExactly(new Column("m", mood, 20, false));
    }

    @Test
    void the_last_announcement_of_a_relation_counts() {
        decode(Frame.products());
        decode(Frame.of('R').int32(16412).text("public").text("goods").int8('f').int16(0));

        InsertMessage insert =
                (InsertMessage) decode(Frame.of('I').int32(16412).int8('N').int16(0));

        assertThat(insert.relation().table().name()).isEqualTo("goods");
        assertThat(insert.row().columnCount()).isZero();
    }

    @Test
    void oids_are_unsigned() {
        decode(Frame.of('Y').int32(0xFFFF_FFFE).text("s").text("named"));
        Relation relation =
                relation(
                        Frame.of('R')
                                .int32(0xFFFF_FFFF)
                                .text("s")
                                .text("t")
                                .int8('d')
                                .int16(1)
                                .column(0, "c", 0xFFFF_FFFE, -1));

        assertThat(relation).hasToString("4294967295 (s.t)");
        assertThat(relation.columns().getFirst().type().name()).isEqualTo("named");
    }

    @Test
    void a_reset_forgets_relations_and_types() {
        decode(Frame.of('Y').int32(16500).text("shop").text("mood"));
        decode(Frame.products());

        decoder.reset();

        assertThatThrownBy(() -> decode(Frame.of('I').int32(16412).int8('N').int16(0)))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("OID 16412");
        assertThatThrownBy(() ->
                        decode(
                                Frame.of('R')
                                        .int32(1)
                                        .text("s")
                                        .text("t")
                                        .int8('d')
                                        .int16(1)
                                        .column(0, "m", 16500, -1)))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("OID 16500");
    }

    @Test
    void a_refused_relation_changes_nothing() {
        Relation products = relation(Frame.products());

        assertThatThrownBy(() -> decode(Frame.products().int8(0)))
                .isInstanceOf(DecodeException.class);

        Frame insert = Frame.of('I').int32(16412).int8('N').int16(2).int8('n').int8('n');
        assertThat(((InsertMessage) decode(insert)).relation()).isSameAs(products);
    }

    private PgOutputMessage decode(Frame frame) {
        return decoder.decode(frame.bytes(), 0);
    }

    @Test
    void a_relation_announced_again_as_it_was_is_the_same() {
        Relation products = relation(Frame.products());

        assertThat(relation(Frame.products())).isSameAs(products);
        assertThat(relation(Frame.of('R').int32(16412).text("s").text("t").int8('d').int16(0)))
                .isNotEqualTo(products);
        assertThat(relation(Frame.products())).isEqualTo(products).isNotSameAs(products);
    }

    private Relation relation(Frame frame) {
        return ((RelationMessage) decode(frame)).relation();
    }
}
