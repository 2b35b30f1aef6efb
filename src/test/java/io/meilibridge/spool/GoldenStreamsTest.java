package io.meilibridge.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.event.OldRow;
import io.meilibridge.event.Row;
import io.meilibridge.event.WalChunk;
import io.meilibridge.pgoutput.PgOutputDecoder;
import io.meilibridge.pgoutput.message.Begin;
import io.meilibridge.pgoutput.message.Commit;
import io.meilibridge.pgoutput.message.DeleteMessage;
import io.meilibridge.pgoutput.message.InsertMessage;
import io.meilibridge.pgoutput.message.PgOutputMessage;
import io.meilibridge.pgoutput.message.TruncateMessage;
import io.meilibridge.pgoutput.message.UpdateMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What real servers have sent in blocks holds the same rows as what they sent of the same
/// transactions without.
class GoldenStreamsTest {

    private static final Path RECORDED = Path.of("src", "test", "resources", "pgoutput");

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void what_was_streamed_is_what_comes_without_streaming(int major) throws IOException {
        List<String> whole = rows(major, "large-without-streaming");

        assertThat(whole).hasSizeGreaterThan(8);
        assertThat(rows(major, "streamed")).isEqualTo(whole);
    }

    @ParameterizedTest
    @CsvSource({
        "two-phase, 'begin, I 2 between null, commit, begin, I 1 one sad, commit'",
        "two-phase-streamed, 'begin, I 1 one sad, commit'",
        "two-phase-slot-protocol-1, 'begin, I 1 one sad, commit'"
    })
    void what_was_prepared_is_what_was_committed(String name, String rows) throws IOException {
        for (int major = 15; major <= 18; major++) {
            assertThat(rows(major, name))
                    .as("PostgreSQL %d", major)
                    .isEqualTo(List.of(rows.split(", ")));
        }
    }

    private List<String> rows(int major, String name) throws IOException {
        List<String> lines =
                Files.readAllLines(RECORDED.resolve(String.valueOf(major)).resolve(name + ".hex"));
        byte[][] frames = new byte[lines.size() - 1][];
        for (int i = 0; i < frames.length; i++) {
            frames[i] =
                    HexFormat.of().parseHex("00".repeat(WalChunk.HEADER_BYTES) + lines.get(i + 1));
        }
        PgOutputDecoder decoder = Messages.decoder();
        List<String> rows = new ArrayList<>();
        try (Spooling spooling = new Spooling(folder)) {
            WalChunk chunk = spooling.whole().of(Messages.chunk(frames));
            while (chunk != null) {
                for (int i = 0; i < chunk.count(); i++) {
                    String row = text(decoder.decode(chunk.frames()[i], WalChunk.HEADER_BYTES));
                    if (row != null) {
                        rows.add(row);
                    }
                }
                chunk = spooling.whole().next();
            }
        }
        return rows;
    }

    private static @Nullable String text(PgOutputMessage message) {
        return switch (message) {
            case Begin _ -> "begin";
            case Commit _ -> "commit";
            case InsertMessage insert -> "I" + text(insert.row());
            case UpdateMessage update -> "U" + text(update.old()) + " to" + text(update.row());
            case DeleteMessage delete -> "D" + text(delete.old());
            case TruncateMessage truncate -> "T " + truncate.relations().getFirst().table();
            default -> null;
        };
    }

    private static String text(@Nullable OldRow old) {
        return old == null ? "" : text(old.row());
    }

    private static String text(Row row) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < row.columnCount(); i++) {
            text.append(' ').append(value(row, i));
        }
        return text.toString();
    }

    private static String value(Row row, int column) {
        return switch (row.kind(column)) {
            case TEXT, BINARY -> row.text(column);
            case NULL -> "null";
            case UNCHANGED, ABSENT -> "?";
        };
    }
}
