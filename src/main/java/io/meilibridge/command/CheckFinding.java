package io.meilibridge.command;

import io.meilibridge.fault.PipelineException;

/// One thing that the command `check` has to say.
///
/// @param subject what it is about, as in `source 'shop'`
/// @param code the fault's stable code; empty where there is none
/// @param hint what mends it, with the statement where one does; empty when there is nothing to do
public record CheckFinding(Level level, String subject, String code, String text, String hint) {

    /// How much it matters: a `FAULT` keeps something from working.
    public enum Level {
        OK,
        WARNING,
        FAULT
    }

    static CheckFinding ok(String subject, String text) {
        return new CheckFinding(Level.OK, subject, "", text, "");
    }

    static CheckFinding warning(String subject, String text, String hint) {
        return new CheckFinding(Level.WARNING, subject, "", text, hint);
    }

    static CheckFinding fault(String subject, String text) {
        return new CheckFinding(Level.FAULT, subject, "", text, "");
    }

    static CheckFinding fault(String subject, PipelineException fault) {
        String text = fault.getMessage();
        return new CheckFinding(
                Level.FAULT, subject, fault.code().name(), text == null ? "" : text, fault.hint());
    }

    boolean isFault() {
        return level == Level.FAULT;
    }
}
