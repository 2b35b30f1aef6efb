package io.meilibridge.config.bind;

import io.meilibridge.config.load.FileAccess;
import io.meilibridge.config.settings.ApiSettings;
import io.meilibridge.config.settings.AuthSettings;
import io.meilibridge.config.settings.CdcDebugSettings;
import io.meilibridge.config.settings.CheckpointBackend;
import io.meilibridge.config.settings.CorsSettings;
import io.meilibridge.config.settings.DeadLetterSettings;
import io.meilibridge.config.settings.DebugSettings;
import io.meilibridge.config.settings.ErrorHandlingSettings;
import io.meilibridge.config.settings.RetrySettings;
import io.meilibridge.config.settings.Role;
import io.meilibridge.config.settings.Secret;
import io.meilibridge.config.settings.TlsFiles;
import io.meilibridge.config.settings.TokenSettings;
import io.meilibridge.event.TableName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Binds what surrounds the pipeline: faults, API, debugging.
final class OperationBinder {

    private static final int SECRET_BYTES_MIN = 32;

    private OperationBinder() {}

    static ErrorHandlingSettings errorHandling(View view, CheckpointBackend standard) {
        View letters = view.group("dead_letter_queue");
        CheckpointBackend storage = letters.find("storage", CheckpointBackend.class);
        return new ErrorHandlingSettings(
                retry(view.group("retry"), null),
                new DeadLetterSettings(
                        letters.get("enabled", Boolean.class),
                        storage == null ? standard : storage,
                        letters.get("max_entries_per_task", Integer.class),
                        Duration.ofHours(letters.get("retention_hours", Integer.class))));
    }

    /// @param global where keys are taken from that the view has not; null for the defaults
    static RetrySettings retry(View view, @Nullable RetrySettings global) {
        RetrySettings own =
                new RetrySettings(
                        view.get("max_attempts", Integer.class),
                        view.get("initial_backoff_ms", Duration.class),
                        view.get("max_backoff_ms", Duration.class),
                        view.get("backoff_multiplier", Double.class),
                        view.get("jitter_factor", Double.class));
        RetrySettings both = global == null ? own : over(view, own, global);
        if (both.initialBackoff().compareTo(both.maxBackoff()) > 0) {
            view.fault("initial_backoff_ms", "expected at most max_backoff_ms, got more");
        }
        return both;
    }

    private static RetrySettings over(View view, RetrySettings own, RetrySettings global) {
        return new RetrySettings(
                view.isGiven("max_attempts") ? own.maxAttempts() : global.maxAttempts(),
                view.isGiven("initial_backoff_ms") ? own.initialBackoff() : global.initialBackoff(),
                view.isGiven("max_backoff_ms") ? own.maxBackoff() : global.maxBackoff(),
                view.isGiven("backoff_multiplier")
                        ? own.backoffMultiplier()
                        : global.backoffMultiplier(),
                view.isGiven("jitter_factor") ? own.jitterFactor() : global.jitterFactor());
    }

    static ApiSettings api(View view, FileAccess files) {
        View tls = view.group("tls");
        Path certificate = file(tls, "certificate", files);
        Path key = file(tls, "key", files);
        if ((certificate == null) != (key == null)) {
            String missing = certificate == null ? "certificate" : "key";
            tls.fault(missing, "expected certificate and key together, got one of them");
        }
        return new ApiSettings(
                view.get("enabled", Boolean.class),
                view.get("host", String.class),
                view.get("port", Integer.class),
                view.get("max_request_size", Long.class),
                view.get("max_requests_per_second", Integer.class),
                cors(view.group("cors")),
                auth(view.group("auth")),
                certificate == null || key == null ? null : new TlsFiles(certificate, key));
    }

    private static @Nullable Path file(View view, String name, FileAccess files) {
        Path file = view.find(name, Path.class);
        if (file != null && !files.isFile(file)) {
            view.fault(name, "expected a file, got none at '" + file + "'");
        }
        return file;
    }

    private static CorsSettings cors(View view) {
        return new CorsSettings(
                view.get("enabled", Boolean.class),
                view.list("origins", String.class),
                view.list("methods", String.class),
                view.list("headers", String.class),
                view.get("credentials", Boolean.class),
                view.get("max_age", Duration.class));
    }

    private static AuthSettings auth(View view) {
        boolean enabled = view.get("enabled", Boolean.class);
        Secret jwtSecret = view.find("jwt_secret", Secret.class);
        List<TokenSettings> tokens = new ArrayList<>();
        for (View each : view.groups("tokens")) {
            String name = each.find("name", String.class);
            Secret token = each.find("token", Secret.class);
            Role role = each.get("role", Role.class);
            if (token == null && !each.isGiven("token") && !each.isGiven("token_file")) {
                each.fault("token", "expected a token or a token_file, got neither");
            }
            if (name != null && token != null) {
                tokens.add(new TokenSettings(name, token, role));
            }
        }
        if (enabled && jwtSecret == null && !view.isGiven("tokens")) {
            view.fault("tokens", "expected tokens or a jwt_secret with enabled: true, got neither");
        }
        if (jwtSecret != null
                && jwtSecret.value().getBytes(StandardCharsets.UTF_8).length < SECRET_BYTES_MIN) {
            view.fault(
                    "jwt_secret",
                    "expected at least " + SECRET_BYTES_MIN + " bytes, as HS256 asks, got fewer");
        }
        return new AuthSettings(
                enabled, tokens, jwtSecret, view.get("protect_metrics", Boolean.class));
    }

    static DebugSettings debug(View view) {
        View cdc = view.group("cdc");
        View profiling = view.group("profiling");
        View memory = view.group("memory");
        return new DebugSettings(
                new CdcDebugSettings(
                        cdc.get("trace_enabled", Boolean.class),
                        cdc.list("trace_tables", TableName.class),
                        cdc.get("log_binary_data", Boolean.class),
                        cdc.get("capture_events", Boolean.class),
                        cdc.get("event_buffer_size", Integer.class)),
                profiling.get("enabled", Boolean.class),
                profiling.get("sample_rate", Double.class),
                memory.get("track_allocations", Boolean.class),
                memory.get("report_interval", Duration.class));
    }
}
