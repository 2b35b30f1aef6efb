package io.meilibridge.dev.meilisearch.route;

import io.meilibridge.dev.meilisearch.error.RequestRefusedException;
import java.util.regex.Pattern;

/// The rule of index names: 1 to 400 of `[A-Za-z0-9_-]`.
final class IndexNames {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,400}");

    private IndexNames() {}

    /// @throws RequestRefusedException with the code
    static String checked(String name, String code) {
        if (!FORM.matcher(name).matches()) {
            throw new RequestRefusedException(
                    code, "`" + name + "` is not a valid index uid: use a-z A-Z 0-9 - _.");
        }
        return name;
    }
}
