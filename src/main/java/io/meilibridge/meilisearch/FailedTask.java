package io.meilibridge.meilisearch;

import java.util.Set;

/// What is to be done about a task that the server did not carry out, by the code of its error:
/// Meilisearch, API reference, error codes. Only a code about a document may ever make a dead
/// letter (HAZARDS C3).
enum FailedTask {
    /// One of its documents is at fault.
    DOCUMENT,
    /// The server was, or somebody canceled the task: it is sent again.
    AGAIN,
    /// Somebody has to mend something.
    STOP;

    private static final Set<String> OF_DOCUMENTS =
            Set.of(
                    "invalid_document_id",
                    "missing_document_id",
                    "invalid_document_geo_field",
                    "invalid_document_geojson_field",
                    "invalid_vectors_type",
                    "invalid_vector_dimensions",
                    "max_fields_limit_exceeded");

    private static final Set<String> OF_SERVER =
            Set.of(
                    "internal",
                    "io_error",
                    "no_space_left_on_device",
                    "database_size_limit_reached",
                    "too_many_open_files",
                    "unretrievable_document",
                    "vector_embedding_error");

    static FailedTask of(TaskView task) {
        if (task.status() == TaskView.Status.CANCELED || OF_SERVER.contains(task.errorCode())) {
            return AGAIN;
        }
        return OF_DOCUMENTS.contains(task.errorCode()) ? DOCUMENT : STOP;
    }
}
