package io.meilibridge.meilisearch.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

/// What is asserted of answers and tasks: statuses, codes and types, never messages.
final class ContractAssertions {

    private ContractAssertions() {}

    static void assertRefused(Reply reply, int status, String code) {
        assertRefused(reply, status, code, "invalid_request");
    }

    static void assertRefused(Reply reply, int status, String code, String type) {
        assertThat(reply.body().path("code").asText()).as("code of %s", reply).isEqualTo(code);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.text("type")).isEqualTo(type);
        assertThat(reply.body().path("message").isTextual()).isTrue();
        assertThat(reply.body().path("link").isTextual()).isTrue();
    }

    static void assertAccepted(Reply reply, String type) {
        assertThat(reply.status()).as("status of %s", reply).isEqualTo(202);
        assertThat(reply.text("type")).isEqualTo(type);
        assertThat(reply.text("status")).isEqualTo("enqueued");
    }

    static void assertSucceeded(JsonNode task) {
        assertThat(task.path("status").asText()).as("status of %s", task).isEqualTo("succeeded");
        assertThat(task.path("error").isNull()).isTrue();
    }

    static void assertFailed(JsonNode task, String code) {
        assertThat(task.path("status").asText()).as("status of %s", task).isEqualTo("failed");
        assertThat(task.path("error").path("code").asText()).isEqualTo(code);
    }

    static void assertCounts(JsonNode task, int received, int indexed) {
        JsonNode details = task.path("details");
        assertThat(details.path("receivedDocuments").asInt(-1)).isEqualTo(received);
        assertThat(details.path("indexedDocuments").asInt(-1)).isEqualTo(indexed);
    }
}
