package io.meilibridge.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.task.SourceRun;
import io.meilibridge.telemetry.Telemetry;
import io.meilibridge.telemetry.TestBridge;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Each is refused, says nothing of our insides, and changes nothing.
@QuarkusTest
@TestProfile(ApiTestProfile.class)
class HostileRequestsTest {

    private static final long SEED = Long.getLong("meilibridge.test.seed", System.nanoTime());

    @Inject TestPipeline pipeline;
    @Inject Telemetry telemetry;

    private final ApiClient client = new ApiClient();

    @Test
    void two_hundred_are_refused_without_effect() throws Exception {
        SourceRun shop =
                TestBridge.source(
                        null, telemetry.sources(), TestBridge.task("products", telemetry.tasks()));
        pipeline.be(TestBridge.of(shop), null);
        String before = state();
        List<RawRequest> requests = HostileRequests.all(new Random(SEED));
        List<String> failures = new ArrayList<>();

        for (RawRequest request : requests) {
            String fault = fault(request);
            if (!fault.isEmpty()) {
                failures.add(request.name() + ": " + fault);
            }
        }

        assertThat(failures).as("seed " + SEED).isEmpty();
        assertThat(requests).hasSizeGreaterThanOrEqualTo(200);
        assertThat(state()).isEqualTo(before);
        shop.close();
    }

    private String state() throws Exception {
        return client.get("/api/cdc/status").text() + client.get("/api/jobs").text();
    }

    /// Empty when the answer is as it should be.
    private static String fault(RawRequest request) {
        String answer;
        try {
            answer = request.send();
        } catch (IOException broken) {
            return broken.toString();
        }
        int status = RawRequest.status(answer);
        boolean refused = status >= 400 && status < 500;
        boolean tells =
                answer.contains("\tat ")
                        || answer.contains("Exception")
                        || answer.contains("io.meilibridge")
                        || answer.contains("io.vertx");
        boolean isProblem =
                answer.endsWith("\r\n\r\n")
                        || RawRequest.typeOf(answer).contains("application/problem+json");
        return refused && !tells && isProblem
                ? ""
                : answer.substring(0, Math.min(300, answer.length())).replace("\r\n", " | ");
    }
}
