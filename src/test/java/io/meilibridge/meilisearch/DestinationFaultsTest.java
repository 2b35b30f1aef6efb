package io.meilibridge.meilisearch;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.fault.DeliveryException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.Remedy;
import java.io.IOException;
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

    @Test
    void no_answer_is_tried_again() {
        DeliveryException fault =
                DestinationFaults.unanswered(REQUEST, new IOException("connection reset"));

        assertThat(fault.code()).isEqualTo(ErrorCode.DESTINATION_UNREACHABLE);
        assertThat(fault.remedy()).isEqualTo(Remedy.RETRY);
    }

    @Test
    void an_answer_that_is_not_json_has_no_code() {
        assertThat(DestinationFaults.code(Answer.of(502, "<html>bad gateway</html>"))).isEmpty();
        assertThat(DestinationFaults.code(Answer.of(502, ""))).isEmpty();
    }
}
