package io.meilibridge.telemetry.log;

import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/// Writes lines to the application's log, their fields as its diagnostic context. The stack trace
/// of a cause comes at DEBUG: what an operator can act on is in the text.
public final class LogOutput implements LogLine.Sink {

    private final Logger logger = Logger.getLogger("io.meilibridge");

    @Override
    public void write(LogLine line) {
        line.fields().forEach(MDC::put);
        try {
            logger.log(level(line), line.text());
            if (line.cause() != null) {
                logger.debug(line.text(), line.cause());
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
