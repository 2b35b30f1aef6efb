package io.meilibridge.dev.meilisearch.task;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

public enum TaskStatus {
    ENQUEUED,
    PROCESSING,
    SUCCEEDED,
    FAILED,
    CANCELED;

    public String shown() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// In any case.
    public static Optional<TaskStatus> of(String shown) {
        return Arrays.stream(values())
                .filter(one -> one.name().equalsIgnoreCase(shown))
                .findFirst();
    }

    public boolean isFinished() {
        return switch (this) {
            case ENQUEUED, PROCESSING -> false;
            case SUCCEEDED, FAILED, CANCELED -> true;
        };
    }
}
