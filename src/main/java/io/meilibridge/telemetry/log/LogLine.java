package io.meilibridge.telemetry.log;

import java.lang.System.Logger.Level;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One line of the log.
///
/// @param fields what a JSON log shows beside the text: `source`, `task`, `table`, `lsn`, `xid`,
///   `code`
/// @param cause what the stack trace at DEBUG is of; null for none
public record LogLine(
        Level level, String text, Map<String, String> fields, @Nullable Throwable cause) {

    static final String SOURCE = "source";
    static final String TASK = "task";
    static final String TABLE = "table";
    static final String LSN = "lsn";
    static final String XID = "xid";
    static final String CODE = "code";

    public LogLine {
        fields = Map.copyOf(fields);
    }

    /// Where lines go.
    @FunctionalInterface
    public interface Sink {
        void write(LogLine line);
    }
}
