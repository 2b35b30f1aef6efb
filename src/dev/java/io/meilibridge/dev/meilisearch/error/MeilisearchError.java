package io.meilibridge.dev.meilisearch.error;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.dev.meilisearch.json.Json;

/// @param code as Meilisearch names it, like `index_not_found`; status and type follow from it
public record MeilisearchError(String code, String message) {

    public static MeilisearchError indexNotFound(String indexUid) {
        return new MeilisearchError("index_not_found", "Index `" + indexUid + "` not found.");
    }

    public static MeilisearchError indexAlreadyExists(String indexUid) {
        return new MeilisearchError(
                "index_already_exists", "Index `" + indexUid + "` already exists.");
    }

    /// The status of the answer where the error is one to a request.
    public int status() {
        return switch (code) {
            case "missing_authorization_header", "missing_master_key" -> 401;
            case "invalid_api_key" -> 403;
            case "index_not_found",
                    "document_not_found",
                    "task_not_found",
                    "batch_not_found",
                    "api_key_not_found" ->
                    404;
            case "api_key_already_exists", "index_already_exists" -> 409;
            case "payload_too_large" -> 413;
            case "missing_content_type", "invalid_content_type" -> 415;
            case "no_space_left_on_device", "io_error", "too_many_open_files" -> 422;
            case "internal",
                    "invalid_state",
                    "database_size_limit_reached",
                    "index_creation_failed" ->
                    500;
            case "too_many_search_requests" -> 503;
            default -> 400;
        };
    }

    public String type() {
        return switch (status()) {
            case 401, 403 -> "auth";
            case 422, 503 -> "system";
            case 500 -> "internal";
            default -> "invalid_request";
        };
    }

    public ObjectNode json() {
        return Json.object()
                .put("message", message)
                .put("code", code)
                .put("type", type())
                .put("link", "https://docs.meilisearch.com/errors#" + code);
    }
}
