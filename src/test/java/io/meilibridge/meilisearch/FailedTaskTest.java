package io.meilibridge.meilisearch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Meilisearch, API reference, error codes: those that a task of ours can end with.
class FailedTaskTest {

    @ParameterizedTest
    @CsvSource({
        "invalid_document_id, DOCUMENT",
        "missing_document_id, DOCUMENT",
        "invalid_document_geo_field, DOCUMENT",
        "invalid_document_geojson_field, DOCUMENT",
        "invalid_vectors_type, DOCUMENT",
        "invalid_vector_dimensions, DOCUMENT",
        "max_fields_limit_exceeded, DOCUMENT",
        "internal, AGAIN",
        "io_error, AGAIN",
        "no_space_left_on_device, AGAIN",
        "database_size_limit_reached, AGAIN",
        "too_many_open_files, AGAIN",
        "unretrievable_document, AGAIN",
        "vector_embedding_error, AGAIN",
        "index_not_found, STOP",
        "index_already_exists, STOP",
        "index_primary_key_already_exists, STOP",
        "index_primary_key_no_candidate_found, STOP",
        "index_primary_key_multiple_candidates_found, STOP",
        "invalid_document_filter, STOP",
        "immutable_index_uid, STOP",
        "a_code_of_a_later_version, STOP",
        "'', STOP",
    })
    void each_code_of_a_failed_task_has_its_remedy(String code, FailedTask remedy) {
        assertThat(FailedTask.of(task(TaskView.Status.FAILED, code))).isEqualTo(remedy);
    }

    @ParameterizedTest
    @CsvSource({"''", "invalid_document_id", "index_not_found"})
    void a_canceled_task_is_sent_again_whatever_it_says(String code) {
        assertThat(FailedTask.of(task(TaskView.Status.CANCELED, code))).isEqualTo(FailedTask.AGAIN);
    }

    private static TaskView task(TaskView.Status status, String code) {
        return new TaskView(1, status, code, "", Duration.ZERO, 1, "", "");
    }
}
