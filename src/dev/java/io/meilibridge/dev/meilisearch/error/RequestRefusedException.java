package io.meilibridge.dev.meilisearch.error;

/// The request is answered with this error and nothing else happens.
public final class RequestRefusedException extends RuntimeException {

    private final transient MeilisearchError error;

    public RequestRefusedException(MeilisearchError error) {
        super(error.message());
        this.error = error;
    }

    public RequestRefusedException(String code, String message) {
        this(new MeilisearchError(code, message));
    }

    public MeilisearchError error() {
        return error;
    }
}
