package io.meilibridge.telemetry.health;

import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;

/// Health and metrics under the short paths too, where the users of the first MeiliBridge look for
/// them: the same answers, without a redirect.
@ApplicationScoped
public class RootPaths {

    private static final Map<String, String> PATHS =
            Map.of(
                    "/health", "/q/health",
                    "/health/live", "/q/health/live",
                    "/health/ready", "/q/health/ready",
                    "/health/started", "/q/health/started",
                    "/metrics", "/q/metrics");

    void add(@Observes Router router) {
        PATHS.forEach((path, answering) ->
                router.get(path).handler(context -> context.reroute(answering)));
    }
}
