package io.meilibridge.api;

import io.meilibridge.config.settings.Role;
import java.util.List;

/// Every request that the API takes, with the least role for it: what docs/api.md promises.
final class Endpoints {

    /// @param path as the description writes it, with names in braces
    record Endpoint(String method, String path, Role role) {

        /// With ids that nothing has.
        String concrete() {
            return path.replaceAll("\\{[a-z]+}", "none");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static final List<Endpoint> ALL =
            List.of(
                    read("/api/cdc/status"),
                    read("/api/config"),
                    read("/api/checkpoints"),
                    read("/api/checkpoints/{task}"),
                    read("/api/checkpoints/export"),
                    read("/api/diagnostics/cdc"),
                    read("/api/jobs"),
                    read("/api/jobs/{id}"),
                    read("/api/sync-tasks"),
                    read("/api/sync-tasks/{id}"),
                    operator("GET", "/api/diagnostics/cdc/events"),
                    operator("GET", "/api/diagnostics/cdc/stream"),
                    operator("POST", "/api/diagnostics/cdc/capture"),
                    operator("POST", "/api/diagnostics/cdc/test-event"),
                    operator("GET", "/api/dead-letters"),
                    operator("GET", "/api/dead-letters/{id}"),
                    operator("DELETE", "/api/dead-letters/{id}"),
                    operator("POST", "/api/dead-letters/{task}/reprocess"),
                    operator("DELETE", "/api/jobs/{id}"),
                    operator("POST", "/api/cdc/pause-all"),
                    operator("POST", "/api/cdc/resume-all"),
                    operator("POST", "/api/cdc/rebuild-slot"),
                    operator("POST", "/api/cdc/retry"),
                    operator("POST", "/api/sync-tasks/{id}/pause"),
                    operator("POST", "/api/sync-tasks/{id}/resume"),
                    operator("POST", "/api/sync-tasks/{id}/retry"),
                    operator("POST", "/api/sync-tasks/{id}/full-sync"),
                    operator("POST", "/api/sync-tasks/{id}/resync-rows"),
                    operator("POST", "/api/sync-tasks/{id}/verify"),
                    operator("POST", "/api/v1/tasks/full-sync"),
                    admin("POST", "/api/sync-tasks"),
                    admin("PUT", "/api/sync-tasks/{id}"),
                    admin("DELETE", "/api/sync-tasks/{id}"),
                    admin("PUT", "/api/checkpoints/{task}"),
                    admin("POST", "/api/checkpoints/import"),
                    admin("POST", "/api/config/reload"),
                    admin("DELETE", "/api/checkpoints/{task}"));

    private Endpoints() {}

    private static Endpoint read(String path) {
        return new Endpoint("GET", path, Role.READ);
    }

    private static Endpoint operator(String method, String path) {
        return new Endpoint(method, path, Role.OPERATOR);
    }

    private static Endpoint admin(String method, String path) {
        return new Endpoint(method, path, Role.ADMIN);
    }
}
