package io.meilibridge.meilisearch;

/// What tells a task from every other one, also from one that has its uid after Meilisearch lost
/// its data or was set back.
///
/// @param enqueuedAt as the server writes it; empty where it did not tell
public record TaskStamp(long uid, String enqueuedAt) {

    /// Whether a task of the same uid is this one, as far as it can be told.
    boolean isOf(TaskView view) {
        return enqueuedAt.isEmpty()
                || view.enqueuedAt().isEmpty()
                || enqueuedAt.equals(view.enqueuedAt());
    }

    /// To be kept as text.
    public String text() {
        return uid + " " + enqueuedAt;
    }

    /// What [#text()] gave.
    public static TaskStamp of(String text) {
        String[] parts = text.split(" ", 2);
        return new TaskStamp(Long.parseLong(parts[0]), parts[1]);
    }
}
