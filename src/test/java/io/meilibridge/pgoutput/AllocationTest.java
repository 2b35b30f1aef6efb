package io.meilibridge.pgoutput;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.meilibridge.pgoutput.message.PgOutputMessage;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/// A row costs its layout, the row and the message, whatever its values: the rate at which a slot
/// is drained hangs on it.
final class AllocationTest {

    private static final int COLUMNS = 10;
    private static final int DECODES = 20_000;

    /// One `int[30]` of 136 bytes, the row and the message of 24 each; another 16 for objects whose
    /// headers are not compressed.
    private static final int INSERT_BYTES = 136 + 24 + 24 + 16;

    private final PgOutputDecoder decoder = new PgOutputDecoder(ProtocolOptions.version1());

    /// Where results go, so that the compiler cannot leave them out.
    private PgOutputMessage last = decoder.decode(relation(), 0);

    @Test
    void an_insert_makes_one_array_and_two_objects() {
        byte[] frame = tuple(Frame.of('I').int32(1).int8('N')).bytes();

        assertThat(bytesPerDecode(frame)).isLessThanOrEqualTo(INSERT_BYTES);
    }

    @Test
    void an_update_with_an_old_row_makes_as_much_for_each_row() {
        Frame frame = tuple(Frame.of('U').int32(1).int8('O')).int8('N');

        assertThat(bytesPerDecode(tuple(frame).bytes())).isLessThanOrEqualTo(2L * INSERT_BYTES);
    }

    private long bytesPerDecode(byte[] frame) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < DECODES; i++) {
            last = decoder.decode(frame, 0);
        }
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(last).isNotNull();
        return bytes / DECODES;
    }

    private static byte[] relation() {
        Frame frame = Frame.of('R').int32(1).text("public").text("t").int8('d').int16(COLUMNS);
        for (int i = 0; i < COLUMNS; i++) {
            frame.column(i == 0 ? 1 : 0, "c" + i, 25, -1);
        }
        return frame.bytes();
    }

    private static Frame tuple(Frame frame) {
        frame.int16(COLUMNS);
        for (int i = 0; i < COLUMNS; i++) {
            frame.value('t', "forty-five bytes of a value of column number " + i);
        }
        return frame;
    }
}
