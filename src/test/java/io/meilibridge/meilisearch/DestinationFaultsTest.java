package io.meilibridge.meilisearch;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.fault.DeliveryException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.Remedy;
import java.io.IOException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationFaultsTest {

    private static final Request REQUEST =
            new Request(
                    Request.Method.POST,
                    "/indexes/products/documents",
                    "",
                    "application/x-ndjson",
                    "{\"secret\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    12,
                    Operation.REPLACE,
                    1);

    @ParameterizedTest
    @CsvSource({
        "400, REQUEST_REFUSED, STOP",
        "401, DESTINATION_REFUSED_KEY, STOP",
        "403, DESTINATION_REFUSED_KEY, STOP",
        "404, REQUEST_REFUSED, STOP",
        "408, DESTINATION_BUSY, RETRY",
        "413, PAYLOAD_TOO_LARGE, RETRY",
        "415, REQUEST_REFUSED, STOP",
        "422, DESTINATION_FULL, RETRY",
        "429, DESTINATION_BUSY, RETRY",
        "500, DESTINATION_BUSY, RETRY",
        "502, DESTINATION_BUSY, RETRY",
        "503, DESTINATION_BUSY, RETRY",
        "504, DESTINATION_BUSY, RETRY",
        "507, DESTINATION_BUSY, RETRY",
        "302, REQUEST_REFUSED, STOP",
    })
    void each_status_has_its_code_and_remedy(int status, ErrorCode code, Remedy remedy) {
        DeliveryException fault =
                DestinationFaults.refused(REQUEST, Answer.of(status, "{\"code\":\"some_code\"}"));

        assertThat(fault.code()).isEqualTo(code);
        assertThat(fault.remedy()).isEqualTo(remedy);
        assertThat(fault)
                .hasMessageContaining("/indexes/products/documents")
                .hasMessageContaining(String.valueOf(status))
                .hasMessageContaining("some_code");
        assertThat(fault.hint()).isNotEmpty();
        assertThat(fault.report()).doesNotContain("secret");
    }

    /// Meilisearch, API reference, error codes: those that a request of ours can meet.
    @ParameterizedTest
    @CsvSource({
        "400, bad_request, REQUEST_REFUSED, false",
        "400, malformed_payload, REQUEST_REFUSED, false",
        "400, missing_payload, REQUEST_REFUSED, false",
        "400, invalid_index_uid, REQUEST_REFUSED, false",
        "400, invalid_index_primary_key, REQUEST_REFUSED, false",
        "400, invalid_skip_creation, REQUEST_REFUSED, false",
        "400, invalid_settings_ranking_rules, REQUEST_REFUSED, false",
        "400, invalid_swap_duplicate_index_found, REQUEST_REFUSED, false",
        "400, invalid_task_uids, REQUEST_REFUSED, false",
        "400, feature_not_enabled, REQUEST_REFUSED, false",
        "401, missing_authorization_header, DESTINATION_REFUSED_KEY, false",
        "401, missing_master_key, DESTINATION_REFUSED_KEY, false",
        "403, invalid_api_key, DESTINATION_REFUSED_KEY, false",
        "404, index_not_found, REQUEST_REFUSED, false",
        "404, task_not_found, REQUEST_REFUSED, false",
        "408, '', DESTINATION_BUSY, true",
        "413, payload_too_large, PAYLOAD_TOO_LARGE, false",
        "415, invalid_content_type, REQUEST_REFUSED, false",
        "415, missing_content_type, REQUEST_REFUSED, false",
        "422, no_space_left_on_device, DESTINATION_FULL, true",
        "422, io_error, DESTINATION_FULL, true",
        "422, too_many_open_files, DESTINATION_FULL, true",
        "425, '', DESTINATION_BUSY, true",
        "429, '', DESTINATION_BUSY, true",
        "500, internal, DESTINATION_BUSY, true",
        "500, invalid_state, DESTINATION_BUSY, true",
        "500, database_size_limit_reached, DESTINATION_BUSY, true",
        "500, index_creation_failed, DESTINATION_BUSY, true",
        "502, '', DESTINATION_BUSY, true",
        "503, too_many_search_requests, DESTINATION_BUSY, true",
        "504, '', DESTINATION_BUSY, true",
    })
    void each_code_of_a_request_has_its_remedy(
            int status, String meiliCode, ErrorCode code, boolean isOutage) {
        Answer answer = Answer.of(status, "{\"code\":\"" + meiliCode + "\"}");

        assertThat(DestinationFaults.refused(REQUEST, answer).code()).isEqualTo(code);
        assertThat(DestinationFaults.isOutage(answer)).isEqualTo(isOutage);
    }

    @Test
    void a_success_is_no_outage() {
        assertThat(DestinationFaults.isOutage(Answer.of(202, "{}"))).isFalse();
    }

    @Test
    void no_answer_is_tried_again() {
        DeliveryException fault =
                DestinationFaults.unanswered(REQUEST, new IOException("connection reset"));

        assertThat(fault.code()).isEqualTo(ErrorCode.DESTINATION_UNREACHABLE);
        assertThat(fault.remedy()).isEqualTo(Remedy.RETRY);
    }

    @Test
    void a_certificate_that_is_not_trusted_is_told_and_tried_again() {
        DeliveryException fault =
                DestinationFaults.unanswered(
                        REQUEST, new SSLHandshakeException("PKIX path building failed"));

        assertThat(fault.remedy()).isEqualTo(Remedy.RETRY);
        assertThat(fault.report()).contains("PKIX path building failed", "meilisearch.ca_cert");
    }

    @Test
    void an_answer_that_is_not_json_has_no_code() {
        assertThat(DestinationFaults.code(Answer.of(502, "<html>bad gateway</html>"))).isEmpty();
        assertThat(DestinationFaults.code(Answer.of(502, ""))).isEmpty();
    }
}
