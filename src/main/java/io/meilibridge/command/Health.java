package io.meilibridge.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meilibridge.config.Configuration;
import io.meilibridge.config.ConfigurationInputs;
import io.meilibridge.config.settings.ApiSettings;
import io.meilibridge.config.settings.AuthSettings;
import io.meilibridge.config.settings.TlsFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Locale;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// The command `health`: asks the instance that runs by this configuration on this machine how it
/// is. Says what is down, with the reason.
public final class Health {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Probe probe;
    private final PrintStream out;

    public Health(Probe probe, PrintStream out) {
        this.probe = probe;
        this.out = out;
    }

    /// What is asked for: whether all is well, or one of what Kubernetes asks.
    public enum Probe {
        ALL(""),
        LIVE("/live"),
        READY("/ready"),
        STARTED("/started");

        private final String path;

        Probe(String path) {
            this.path = path;
        }
    }

    /// The exit status: 0 when it is up, 1 when it is down, at fault, or does not answer.
    public int run(ConfigurationInputs inputs) {
        ApiSettings api = Configuration.surroundings(inputs).api();
        if (!api.enabled()) {
            out.println("The API is off (api.enabled), so nothing can be asked.");
            return 1;
        }
        URI uri = uri(api, inputs.highProperties().get("quarkus.http.port"));
        try (HttpClient client = client(api.tls())) {
            HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(LIMIT);
            authorize(request, api.auth());
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            return tell(response);
        } catch (IOException | GeneralSecurityException unanswered) {
            String why = unanswered.getMessage();
            out.println(
                    "DOWN: no answer from "
                            + uri
                            + ": "
                            + (why == null ? unanswered.getClass().getSimpleName() : why));
            return 1;
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    /// Health needs a token only where it is protected; any role may see it.
    private static void authorize(HttpRequest.Builder request, AuthSettings auth) {
        if (auth.enabled() && auth.protectMetrics() && !auth.tokens().isEmpty()) {
            String token = auth.tokens().getFirst().token().value();
            request.header("Authorization", "Bearer " + token);
        }
    }

    private URI uri(ApiSettings api, @Nullable String otherPort) {
        String host =
                switch (api.host()) {
                    case "0.0.0.0" -> "127.0.0.1";
                    case "::", "[::]" -> "[::1]";
                    default ->
                            api.host().contains(":") && !api.host().startsWith("[")
                                    ? "[" + api.host() + "]"
                                    : api.host();
                };
        String port = otherPort == null ? Integer.toString(api.port()) : otherPort;
        String scheme = api.tls() == null ? "http" : "https";
        return URI.create(scheme + "://" + host + ":" + port + "/q/health" + probe.path);
    }

    private static HttpClient client(@Nullable TlsFiles tls)
            throws IOException, GeneralSecurityException {
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(LIMIT);
        return (tls == null ? builder : builder.sslContext(OwnCertificate.trusting(tls))).build();
    }

    private int tell(HttpResponse<String> response) {
        JsonNode health = parse(response.body());
        String status = health.path("status").asText("");
        for (JsonNode check : health.path("checks")) {
            if (!check.path("status").asText().equals("UP")) {
                out.println(name(check) + ": " + check.path("status").asText() + data(check));
            }
        }
        boolean up = response.statusCode() == 200 && status.equals("UP");
        out.println(status.isEmpty() ? "DOWN: HTTP " + response.statusCode() : status);
        return up ? 0 : 1;
    }

    private static JsonNode parse(String body) {
        ObjectMapper json = new ObjectMapper();
        try {
            return json.readTree(body);
        } catch (IOException noHealth) {
            return json.createObjectNode();
        }
    }

    private static String name(JsonNode check) {
        return check.path("name").asText().toLowerCase(Locale.ROOT);
    }

    private static String data(JsonNode check) {
        StringJoiner text = new StringJoiner("; ", " (", ")").setEmptyValue("");
        check.path("data")
                .properties()
                .forEach(entry -> text.add(entry.getKey() + ": " + entry.getValue().asText()));
        return text.toString();
    }
}
