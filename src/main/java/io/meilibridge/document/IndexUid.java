package io.meilibridge.document;

import java.util.Objects;
import java.util.regex.Pattern;

/// The name of a Meilisearch index: 1 to 400 bytes of `[A-Za-z0-9_-]`.
public record IndexUid(String value) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,400}");

    /// @throws IllegalArgumentException when the text is not a valid index name
    public IndexUid {
        Objects.requireNonNull(value, "value is null");
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "Index name '"
                            + value
                            + "' is not 1 to 400 of the characters A-Z a-z 0-9 _ -.");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
