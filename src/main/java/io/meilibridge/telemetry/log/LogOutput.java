package io.meilibridge.telemetry.log;

import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/// Writes lines to the application's log, their fields as its diagnostic context. An error comes
/// with its cause's stack trace, anything less has it at DEBUG alone.
public final class LogOutput implements LogLine.Sink {

    private final Logger logger = Logger.getLogger("io.meilibridge");

    @Override
    public void write(LogLine line) {
        line.fields().forEach(MDC::put);
        try {
            @Nullable Throwable cause = line.cause();
            if (cause == null || line.level() == System.Logger.Level.ERROR) {
                logger.log(level(line), line.text(), cause);
            } else {
                logger.log(level(line), line.text());
                logger.debug(line.text(), cause);
            }
        } finally {
            line.fields().keySet().forEach(MDC::remove);
        }
    }

    private static Logger.Level level(LogLine line) {
        return switch (line.level()) {
            case ERROR -> Logger.Level.ERROR;
            case WARNING -> Logger.Level.WARN;
            case INFO -> Logger.Level.INFO;
            case DEBUG -> Logger.Level.DEBUG;
            case ALL, TRACE, OFF -> Logger.Level.TRACE;
        };
    }
}
