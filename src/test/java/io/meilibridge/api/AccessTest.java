package io.meilibridge.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meilibridge.api.ApiClient.Answer;
import io.meilibridge.api.Endpoints.Endpoint;
import io.meilibridge.api.access.AccessGate;
import io.meilibridge.config.settings.ApiSettings;
import io.meilibridge.config.settings.AuthSettings;
import io.meilibridge.config.settings.CorsSettings;
import io.meilibridge.config.settings.Role;
import io.meilibridge.config.settings.Secret;
import io.meilibridge.config.settings.TokenSettings;
import io.meilibridge.task.SourceRun;
import io.meilibridge.telemetry.Telemetry;
import io.meilibridge.telemetry.TestBridge;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who may ask what, over HTTP.
@QuarkusTest
@TestProfile(ApiTestProfile.class)
class AccessTest {

    private static final String SECRET = "a key of more than thirty-two bytes";
    private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";

    @Inject AccessGate gate;
    @Inject TestPipeline pipeline;
    @Inject Telemetry telemetry;

    private final ApiClient client = new ApiClient();
    private @Nullable SourceRun shop;

    @BeforeEach
    void run() {
        SourceRun source =
                TestBridge.source(
                        null, telemetry.sources(), TestBridge.task("products", telemetry.tasks()));
        shop = source;
        pipeline.be(TestBridge.of(source), null);
        use(true, false, 0);
    }

    @AfterEach
    void open() {
        use(false, false, 0);
        if (shop != null) {
            shop.close();
        }
    }

    private void use(boolean auth, boolean protectMetrics, int perSecond) {
        List<TokenSettings> tokens = new ArrayList<>();
        for (Role role : Role.values()) {
            tokens.add(new TokenSettings(role.name(), new Secret(token(role)), role));
        }
        gate.use(
                new ApiSettings(
                        true,
                        "127.0.0.1",
                        7708,
                        1 << 20,
                        perSecond,
                        new CorsSettings(
                                true,
                                List.of("https://admin.example"),
                                List.of(),
                                List.of(),
                                false,
                                Duration.ZERO),
                        new AuthSettings(auth, tokens, new Secret(SECRET), protectMetrics),
                        null));
    }

    private static String token(Role role) {
        return role.name().toLowerCase(Locale.ROOT) + "-token";
    }

    private Answer ask(Endpoint endpoint, @Nullable String authorization) throws Exception {
        return client.ask(endpoint.method(), endpoint.concrete(), authorization, null);
    }

    @Test
    void every_role_may_what_it_may_and_no_more() throws Exception {
        for (Endpoint endpoint : Endpoints.ALL) {
            ask(endpoint, null).isProblem(401, "UNAUTHENTICATED");
            ask(endpoint, "Bearer wrong").isProblem(401, "UNAUTHENTICATED");
            for (Role role : Role.values()) {
                Answer answer = ask(endpoint, "Bearer " + token(role));
                if (role.includes(endpoint.role())) {
                    assertThat(answer.status()).as(role + " " + endpoint).isNotIn(401, 403, 500);
                } else {
                    answer.isProblem(403, "ROLE_MISSING");
                }
            }
        }
    }

    @Test
    void no_endpoint_is_forgotten() throws Exception {
        JsonNode paths = client.get("/q/openapi?format=json").json().path("paths");
        List<String> described = new ArrayList<>();
        for (var path : paths.properties()) {
            for (var operation : path.getValue().properties()) {
                String name = operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey();
                described.add(name);
                String role =
                        Endpoints.ALL.stream()
                                .filter(endpoint -> endpoint.toString().equals(name))
                                .map(endpoint -> endpoint.role().name().toLowerCase(Locale.ROOT))
                                .findFirst()
                                .orElse("none");
                assertThat(operation.getValue().path("description").asText())
                        .as(name)
                        .endsWith("Needs the role `" + role + "`.");
                assertThat(operation.getValue().path("security").toString())
                        .isEqualTo("[{\"token\":[]}]");
            }
        }
        assertThat(described)
                .containsExactlyInAnyOrderElementsOf(
                        Endpoints.ALL.stream().map(Endpoint::toString).toList());
    }

    @Test
    void every_field_of_a_request_has_an_example() throws Exception {
        JsonNode schemas =
                client.get("/q/openapi?format=json").json().path("components").path("schemas");
        int requests = 0;
        for (var schema : schemas.properties()) {
            if (schema.getKey().endsWith("Request")) {
                requests++;
                for (var field : schema.getValue().path("properties").properties()) {
                    assertThat(field.getValue().path("examples").size())
                            .as(schema.getKey() + "." + field.getKey())
                            .isPositive();
                }
            }
        }
        assertThat(requests).isGreaterThanOrEqualTo(7);
    }

    @Test
    void every_text_of_an_answer_has_an_example() throws Exception {
        JsonNode schemas =
                client.get("/q/openapi?format=json").json().path("components").path("schemas");
        int texts = 0;
        for (var schema : schemas.properties()) {
            for (var field : schema.getValue().path("properties").properties()) {
                JsonNode type = field.getValue();
                boolean isText = type.path("type").toString().contains("\"string\"");
                if (isText && !type.has("format") && !type.has("enum")) {
                    texts++;
                    assertThat(type.path("examples").size())
                            .as(schema.getKey() + "." + field.getKey())
                            .isPositive();
                }
            }
        }
        assertThat(texts).isGreaterThan(40);
    }

    @Test
    void a_signed_token_counts_until_it_expires() throws Exception {
        assertThat(statusWith(HEADER, claims("operator", 60), SECRET)).isEqualTo(200);
        assertThat(statusWith(HEADER, claims("read", 60), SECRET)).isEqualTo(403);
        assertThat(statusWith(HEADER, claims("nobody", 60), SECRET)).isEqualTo(401);
        assertThat(statusWith(HEADER, claims("operator", -600), SECRET)).isEqualTo(401);
        assertThat(statusWith(HEADER, "{\"sub\":\"a\",\"groups\":[\"admin\"]}", SECRET))
                .as("without an end")
                .isEqualTo(401);
        assertThat(statusWith(HEADER, claims("admin", 60), SECRET + "x")).isEqualTo(401);
        assertThat(statusWith("{\"alg\":\"none\"}", claims("admin", 60), SECRET)).isEqualTo(401);
        assertThat(statusWith("{\"alg\":\"HS512\"}", claims("admin", 60), SECRET)).isEqualTo(401);
    }

    private static String claims(String group, int seconds) {
        long now = Instant.now().getEpochSecond();
        return "{\"sub\":\"someone\",\"iat\":%d,\"exp\":%d,\"groups\":[\"%s\"]}"
                .formatted(now + Math.min(0, seconds * 2), now + seconds, group);
    }

    private int statusWith(String header, String claims, String secret) throws Exception {
        String signed =
                base64(header.getBytes(StandardCharsets.UTF_8))
                        + "."
                        + base64(claims.getBytes(StandardCharsets.UTF_8));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String token = signed + "." + base64(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        return client.ask("POST", "/api/cdc/resume-all", "bearer " + token, null).status();
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Test
    void probes_and_the_description_are_open_unless_protected() throws Exception {
        assertThat(client.get("/q/health/live").status()).isEqualTo(200);
        assertThat(client.get("/metrics").status()).isEqualTo(200);
        assertThat(client.get("/q/swagger-ui/").status()).isEqualTo(200);
        client.get("/none").isProblem(401, "UNAUTHENTICATED");

        use(true, true, 0);

        client.get("/q/health/live").isProblem(401, "UNAUTHENTICATED");
        client.get("/metrics").isProblem(401, "UNAUTHENTICATED");
        assertThat(client.ask("GET", "/q/metrics", "Bearer read-token", null).status())
                .isEqualTo(200);
        assertThat(client.get("/q/openapi").status()).isEqualTo(200);
    }

    @Test
    void too_many_in_a_second_are_to_come_again() throws Exception {
        use(false, false, 1);

        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            statuses.add(client.get("/api/cdc/status").status());
        }

        assertThat(statuses).contains(200, 429);
        assertThat(client.get("/q/health/live").status()).isEqualTo(200);
    }

    @Test
    void a_page_of_a_known_origin_may_ask() throws Exception {
        Answer known = preflight("https://admin.example");
        Answer unknown = preflight("https://other.example");

        assertThat(known.status()).isEqualTo(204);
        unknown.isProblem(403, "ORIGIN_REFUSED");
    }

    private Answer preflight(String origin) throws Exception {
        return client.send(
                HttpRequest.newBuilder(ApiClient.root().resolve("/api/cdc/pause-all"))
                        .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                        .header("Origin", origin)
                        .header("Access-Control-Request-Method", "POST")
                        .build());
    }
}
