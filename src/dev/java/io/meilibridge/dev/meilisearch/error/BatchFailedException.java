package io.meilibridge.dev.meilisearch.error;

/// Every task of the batch fails with this error, and the batch writes nothing.
public final class BatchFailedException extends RuntimeException {

    private final transient MeilisearchError error;

    public BatchFailedException(MeilisearchError error) {
        super(error.message());
        this.error = error;
    }

    public BatchFailedException(String code, String message) {
        this(new MeilisearchError(code, message));
    }

    public MeilisearchError error() {
        return error;
    }
}
