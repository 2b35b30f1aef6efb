package io.meilibridge.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.checkpoint.Checkpoint;
import io.meilibridge.checkpoint.DeliveryLedger;
import io.meilibridge.event.Lsn;
import io.meilibridge.event.WalChunk;
import io.meilibridge.pgoutput.Frame;
import io.meilibridge.pgoutput.PgOutputDecoder;
import io.meilibridge.pgoutput.ProtocolOptions;
import io.meilibridge.telemetry.TestBridge;
import io.meilibridge.telemetry.log.PipelineLog;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkRouterTest {

    private static final Lsn START = new Lsn(1);

    private final SyncTask task =
            TestBridge.task("products", new PipelineLog(line -> {}, () -> Instant.EPOCH).tasks());
    private final ChunkRouter router =
            new ChunkRouter(
                    new PgOutputDecoder(ProtocolOptions.version1()),
                    new DeliveryLedger(
                            START,
                            List.of(Checkpoint.at("products", START, Instant.EPOCH)),
                            Clock.systemUTC()),
                    table -> List.of(task),
                    (told, relation) -> {});

    @Test
    void what_ends_within_a_transaction_says_so() {
        assertThat(unfinished(begin(16), Frame.products(), insert())).isTrue();
        assertThat(unfinished(insert(), insert())).isTrue();
        assertThat(unfinished(insert(), commit(16, 32))).isFalse();
        assertThat(unfinished(begin(48), insert(), commit(48, 64))).isFalse();
    }

    @Test
    void a_next_transaction_without_a_change_yet_leaves_the_one_before_whole() {
        assertThat(unfinished(begin(16), Frame.products(), insert(), commit(16, 32), begin(48)))
                .isFalse();
    }

    private boolean unfinished(Frame... frames) {
        byte[][] messages = new byte[frames.length][];
        for (int i = 0; i < frames.length; i++) {
            messages[i] =
                    new Frame().raw(new byte[WalChunk.HEADER_BYTES]).raw(frames[i].bytes()).bytes();
        }
        List<Handover> handovers = router.route(new WalChunk("shop", messages, frames.length, 1));
        assertThat(handovers).hasSize(1);
        return handovers.getFirst().unfinished();
    }

    private static Frame begin(long commitLsn) {
        return Frame.of('B').int64(commitLsn).int64(0).int32(7);
    }

    private static Frame commit(long commitLsn, long endLsn) {
        return Frame.of('C').int8(0).int64(commitLsn).int64(endLsn).int64(0);
    }

    private static Frame insert() {
        return Frame.of('I').int32(16412).int8('N').int16(2).value('t', "42").value('t', "lamp");
    }
}
