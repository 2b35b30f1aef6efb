package io.meilibridge.dev.meilisearch.auth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.dev.meilisearch.json.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// @param key what clients send
public record ApiKey(
        String uid,
        String key,
        Naming naming,
        Access access,
        @Nullable Instant expiresAt,
        Instant createdAt,
        Instant updatedAt) {

    /// What of a key can be changed.
    public record Naming(@Nullable String name, @Nullable String description) {}

    public ObjectNode json() {
        ObjectNode view = Json.object();
        view.put("name", naming.name());
        view.put("description", naming.description());
        view.put("key", key);
        view.put("uid", uid);
        access.actions().forEach(view.putArray("actions")::add);
        access.indexes().forEach(view.putArray("indexes")::add);
        view.put("expiresAt", expiresAt == null ? null : expiresAt.toString());
        view.put("createdAt", createdAt.toString());
        view.put("updatedAt", updatedAt.toString());
        return view;
    }

    ApiKey renamed(Naming changed, Instant now) {
        return new ApiKey(uid, key, changed, access, expiresAt, createdAt, now);
    }

    @Override
    public String toString() {
        return "ApiKey[" + uid + "]";
    }
}
