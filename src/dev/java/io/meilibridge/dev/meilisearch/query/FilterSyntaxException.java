package io.meilibridge.dev.meilisearch.query;

/// The text is no filter. Which error that is depends on the route.
public final class FilterSyntaxException extends Exception {

    FilterSyntaxException(String message) {
        super(message);
    }
}
