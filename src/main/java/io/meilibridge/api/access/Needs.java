package io.meilibridge.api.access;

import io.meilibridge.config.settings.Role;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The role that each request needs. What stands in no rule needs the highest, so that nothing new
/// is open by oversight.
public final class Needs {

    private static final Set<String> LOOKING = Set.of("GET", "HEAD", "OPTIONS");

    private static final Pattern METRICS =
            Pattern.compile("/(q/)?metrics(/.*)?|/(q/)?health(/.*)?");

    /// Without data, and a browser that shows it cannot send a token.
    private static final Pattern DESCRIPTION = Pattern.compile("/q/(openapi|swagger-ui)([./].*)?");

    /// Shows rows or documents.
    private static final Pattern ROWS =
            Pattern.compile("/api/(dead-letters|diagnostics/cdc/(events|stream))(/.*)?");

    private static final List<Pattern> CONTROL =
            List.of(
                    Pattern.compile("/api/sync-tasks/[^/]+/[^/]+"),
                    Pattern.compile("/api/v1/tasks/full-sync"),
                    Pattern.compile("/api/jobs/[^/]+"),
                    Pattern.compile("/api/cdc/[^/]+"),
                    Pattern.compile("/api/diagnostics/cdc/[^/]+"),
                    Pattern.compile("/api/dead-letters/.+"));

    private Needs() {}

    /// @param path without query
    /// @param protectMetrics whether metrics and health need a role too
    /// @return null when anyone may
    public static @Nullable Role of(String method, String path, boolean protectMetrics) {
        if (METRICS.matcher(path).matches()) {
            return protectMetrics ? Role.READ : null;
        }
        if (DESCRIPTION.matcher(path).matches()) {
            return null;
        }
        if (LOOKING.contains(method)) {
            return ROWS.matcher(path).matches() ? Role.OPERATOR : Role.READ;
        }
        boolean control = CONTROL.stream().anyMatch(rule -> rule.matcher(path).matches());
        return control ? Role.OPERATOR : Role.ADMIN;
    }
}
