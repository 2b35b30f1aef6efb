package io.meilibridge.api.access;

import io.meilibridge.config.settings.CorsSettings;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which web pages of other origins a browser lets call the API. Not Quarkus's own, which is
/// decided on when the application is built.
final class Origins {

    private static final String ANY = "*";

    private static final Set<HttpMethod> ALL =
            Set.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.DELETE);

    private final List<String> allowed;
    private final CorsHandler handler;

    private Origins(CorsSettings cors) {
        allowed = cors.origins().isEmpty() ? List.of(ANY) : cors.origins();
        handler =
                CorsHandler.create()
                        .addOrigins(allowed)
                        .allowedMethods(cors.methods().isEmpty() ? ALL : methods(cors.methods()))
                        .allowedHeaders(new LinkedHashSet<>(cors.headers()))
                        .allowCredentials(cors.credentials())
                        .maxAgeSeconds(Math.toIntExact(cors.maxAge().toSeconds()));
    }

    /// @return null when nothing is said to browsers, so that they let none
    static @Nullable Origins of(CorsSettings cors) {
        return cors.enabled() ? new Origins(cors) : null;
    }

    /// @param origin null when the request is not a page's
    boolean allows(@Nullable String origin) {
        return origin == null || allowed.contains(ANY) || allowed.contains(origin);
    }

    /// Answers what a browser asks before, or says to it what it may and lets the request pass.
    void handle(RoutingContext context) {
        handler.handle(context);
    }

    private static Set<HttpMethod> methods(List<String> names) {
        Set<HttpMethod> methods = new LinkedHashSet<>();
        names.forEach(name -> methods.add(HttpMethod.valueOf(name)));
        return methods;
    }
}
