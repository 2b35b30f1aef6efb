package io.meilibridge.api.access;

import io.meilibridge.config.Configuration;
import io.meilibridge.config.Configuration.Surroundings;
import io.meilibridge.config.quarkus.QuarkusProperties;
import io.meilibridge.config.settings.ApiSettings;
import io.meilibridge.config.settings.AuthSettings;
import io.meilibridge.config.settings.Role;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/// What every request passes first, whatever would answer it. Takes other settings at any time;
/// lets nobody pass before it has been given any.
///
/// No thread waits here: it runs on the server's event loop.
@ApplicationScoped
public class AccessGate {

    /// Before anything else: the highest runs first.
    private static final int PRIORITY = 250;

    /// What browsers ask before calls of other origins bears no token.
    private static final int ORIGINS_PRIORITY = 260;

    private static final AuthSettings CLOSED = new AuthSettings(true, List.of(), null, false);

    private record Rules(
            AuthSettings auth,
            Callers callers,
            RequestRate rate,
            long requestBytesMax,
            @Nullable Origins origins) {}

    private final Refusals refusals;
    private volatile @Nullable Rules rules;

    @Inject
    AccessGate(Refusals refusals) {
        this.refusals = refusals;
    }

    /// From now on.
    public void use(ApiSettings api) {
        rules =
                new Rules(
                        api.auth(),
                        Callers.of(api.auth()),
                        new RequestRate(api.maxRequestsPerSecond(), System::nanoTime),
                        api.maxRequestBytes(),
                        Origins.of(api.cors()));
    }

    /// Nobody passes any more but for what is open to all: who may is not known.
    public void close(ApiSettings api) {
        use(api.withAuth(CLOSED));
    }

    /// Before anything is answered.
    void begin(@Observes StartupEvent event) {
        Surroundings surroundings =
                Configuration.surroundings(QuarkusProperties.inputs(ConfigProvider.getConfig()));
        if (surroundings.isApiKnown()) {
            use(surroundings.api());
        } else {
            close(surroundings.api());
        }
    }

    void register(@Observes Filters filters) {
        filters.register(this::passOrigin, ORIGINS_PRIORITY);
        filters.register(this::pass, PRIORITY);
    }

    private void passOrigin(RoutingContext context) {
        Rules present = rules;
        Origins origins = present == null ? null : present.origins();
        if (origins == null) {
            context.next();
        } else if (origins.allows(context.request().getHeader("Origin"))) {
            origins.handle(context);
        } else {
            refusals.answer(context, Refusal.ORIGIN);
        }
    }

    private void pass(RoutingContext context) {
        Refusal refusal = refusal(context.request(), rules);
        if (refusal == null) {
            context.next();
        } else {
            refusals.answer(context, refusal);
        }
    }

    private static @Nullable Refusal refusal(HttpServerRequest request, @Nullable Rules rules) {
        if (rules == null) {
            return Refusal.STARTING;
        }
        String path = request.path();
        if (path == null || !RequestForm.isPlain(path)) {
            return Refusal.PATH;
        }
        if (!isOfKnownForm(request)) {
            return Refusal.FORM;
        }
        Role needed =
                Needs.of(
                        request.method().name().toUpperCase(Locale.ROOT),
                        path,
                        rules.auth().protectMetrics());
        if (needed != null && !rules.rate().admit()) {
            return Refusal.TOO_MANY;
        }
        if (rules.auth().enabled() && needed != null) {
            Role role = rules.callers().role(request.getHeader("Authorization"));
            if (role == null) {
                return Refusal.NOBODY;
            }
            if (!role.includes(needed)) {
                return Refusal.roleOf(needed);
            }
        }
        return isTooLarge(request, rules.requestBytesMax()) ? Refusal.TOO_LARGE : null;
    }

    /// What the server takes for a request without a body, or of a version of its own, may be
    /// something else to a proxy in front of it.
    private static boolean isOfKnownForm(HttpServerRequest request) {
        String coding = request.getHeader("Transfer-Encoding");
        return request.version() != null && (coding == null || coding.equalsIgnoreCase("chunked"));
    }

    private static boolean isTooLarge(HttpServerRequest request, long max) {
        String length = request.getHeader("Content-Length");
        try {
            return length != null && Long.parseLong(length) > max;
        } catch (NumberFormatException beyond) {
            return true;
        }
    }
}
