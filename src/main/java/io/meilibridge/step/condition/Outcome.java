package io.meilibridge.step.condition;

/// What a condition says of a row of which not every value is known.
public enum Outcome {
    FALSE,
    UNKNOWN,
    TRUE;

    static Outcome of(boolean holds) {
        return holds ? TRUE : FALSE;
    }

    Outcome negated() {
        return switch (this) {
            case FALSE -> TRUE;
            case UNKNOWN -> UNKNOWN;
            case TRUE -> FALSE;
        };
    }
}
