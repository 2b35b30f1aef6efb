package io.meilibridge.telemetry.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.config.settings.CdcDebugSettings;
import io.meilibridge.event.TableName;
import io.meilibridge.event.WalChunk;
import io.meilibridge.pgoutput.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FrameTraceTest {

    private static final TableName PRODUCTS = new TableName("public", "products");

    private final List<LogLine> lines = new ArrayList<>();

    @Test
    void a_change_is_logged_with_its_values_and_where_it_stands() {
        trace(true, false, PRODUCTS).accept(chunk(1, begin(), Frame.products(), insert()));

        assertThat(lines).hasSize(1);
        assertThat(lines.getFirst().text())
                .startsWith("Trace of 'public.products', xid 4294967295, change at 0/10#0: {")
                .contains(
                        "\"action\":\"I\"", "{\"name\":\"id\",\"type\":\"integer\",\"value\":42}");
        assertThat(lines.getFirst().fields())
                .isEqualTo(
                        Map.of(
                                "source", "shop",
                                "table", "public.products",
                                "lsn", "0/10",
                                "xid", "4294967295"));
    }

    @Test
    void messages_are_logged_as_bytes() {
        trace(false, true, PRODUCTS).accept(chunk(1, begin(), Frame.products(), insert()));

        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst().text()).contains("relation message: 52 00 00 40 1c 70 75");
        assertThat(lines.getLast().text()).contains("insert message: 49 00 00 40 1c 4e 00 02 74");
    }

    @Test
    void other_tables_are_left_out_and_none_named_means_all() {
        trace(true, true, new TableName("public", "orders"))
                .accept(chunk(1, begin(), Frame.products(), insert()));
        assertThat(lines).isEmpty();

        trace(true, true).accept(chunk(1, begin(), Frame.products(), insert()));
        assertThat(lines).hasSize(3);
    }

    @Test
    void what_cannot_be_decoded_is_the_pipelines_to_tell() {
        FrameTrace trace = trace(true, false);
        trace.accept(chunk(1, begin(), Frame.products(), Frame.of('?')));
        trace.accept(chunk(2, begin(), Frame.products(), insert()));

        assertThat(lines).hasSize(1);
    }

    @Test
    void nothing_is_traced_unless_asked_for() {
        assertThat(FrameTrace.isAskedFor(settings(false, false))).isFalse();
        assertThat(FrameTrace.isAskedFor(settings(true, false))).isTrue();
        assertThat(FrameTrace.isAskedFor(settings(false, true))).isTrue();
    }

    private FrameTrace trace(boolean events, boolean bytes, TableName... tables) {
        return new FrameTrace(lines::add, settings(events, bytes, tables));
    }

    private static CdcDebugSettings settings(boolean events, boolean bytes, TableName... tables) {
        return new CdcDebugSettings(events, List.of(tables), bytes, false, 1);
    }

    private static Frame begin() {
        return Frame.of('B').int64(16).int64(0).int32(-1);
    }

    private static Frame insert() {
        return Frame.of('I').int32(16412).int8('N').int16(2).value('t', "42").value('t', "lamp");
    }

    private static WalChunk chunk(long epoch, Frame... frames) {
        byte[][] messages = new byte[frames.length][];
        for (int i = 0; i < frames.length; i++) {
            messages[i] =
                    new Frame().raw(new byte[WalChunk.HEADER_BYTES]).raw(frames[i].bytes()).bytes();
        }
        return new WalChunk("shop", messages, frames.length, epoch);
    }
}
