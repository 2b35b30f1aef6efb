package io.meilibridge.dev.meilisearch.error;

/// The task fails with this error and writes nothing; the other tasks of its batch go on.
public final class TaskFailedException extends RuntimeException {

    private final transient MeilisearchError error;

    public TaskFailedException(MeilisearchError error) {
        super(error.message());
        this.error = error;
    }

    public TaskFailedException(String code, String message) {
        this(new MeilisearchError(code, message));
    }

    public MeilisearchError error() {
        return error;
    }
}
