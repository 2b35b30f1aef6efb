package io.meilibridge.config.key;

import static io.meilibridge.config.key.Key.key;
import static io.meilibridge.config.key.Key.required;
import static io.meilibridge.config.key.Shape.group;
import static io.meilibridge.config.key.Shape.groups;
import static io.meilibridge.config.key.Shape.many;
import static io.meilibridge.config.key.Shape.one;
import static io.meilibridge.config.key.ValueTypes.FILE;
import static io.meilibridge.config.key.ValueTypes.MILLISECONDS;
import static io.meilibridge.config.key.ValueTypes.PORT;
import static io.meilibridge.config.key.ValueTypes.POSITIVE_SECONDS;
import static io.meilibridge.config.key.ValueTypes.SECONDS;
import static io.meilibridge.config.key.ValueTypes.SECRET;
import static io.meilibridge.config.key.ValueTypes.SHARE;
import static io.meilibridge.config.key.ValueTypes.SIZE;
import static io.meilibridge.config.key.ValueTypes.SWITCH;
import static io.meilibridge.config.key.ValueTypes.TABLE;
import static io.meilibridge.config.key.ValueTypes.TEXT;
import static io.meilibridge.config.key.ValueTypes.count;
import static io.meilibridge.config.key.ValueTypes.decimal;
import static io.meilibridge.config.key.ValueTypes.word;

import io.meilibridge.config.settings.CheckpointBackend;
import io.meilibridge.config.settings.LogFormat;
import io.meilibridge.config.settings.LogLevel;
import io.meilibridge.config.settings.Role;

/// The keys of what surrounds the pipeline: faults, API, health, logs.
final class OperationKeys {

    static final Section RETRY =
            new Section(
                    key("max_attempts", one(count(1)), "3", "Tries for a document.")
                            .never(
                                    "what Meilisearch refuses because of a document it refuses each time, so the first refusal makes a dead letter, and everything else is tried until it works"),
                    key("initial_backoff_ms", one(MILLISECONDS), "100", "First pause."),
                    key("max_backoff_ms", one(MILLISECONDS), "30000", "Longest pause."),
                    key(
                            "backoff_multiplier",
                            one(decimal("number", "1", "100")),
                            "2.0",
                            "Growth of the pauses."),
                    key("jitter_factor", one(SHARE), "0.1", "Share of a pause that is random."));

    private static final Section DEAD_LETTERS =
            new Section(
                    key(
                            "enabled",
                            one(SWITCH),
                            "true",
                            "Set documents aside that cannot be indexed; else their task stops."),
                    key(
                            "storage",
                            one(word(CheckpointBackend.class)),
                            "Where they are kept; left out, as `checkpoint.backend`."),
                    key(
                            "max_entries_per_task",
                            one(count(1)),
                            "10000",
                            "Entries at which the task stops."),
                    key(
                            "retention_hours",
                            one(count(0)),
                            "0",
                            "Hours that an entry is kept; 0 for ever."));

    static final Section ERROR_HANDLING =
            new Section(
                    key("retry", group(RETRY), "Pauses between tries."),
                    key(
                            "dead_letter_queue",
                            group(DEAD_LETTERS),
                            "Documents that cannot be indexed."));

    private static final Section CORS =
            new Section(
                    key(
                            "enabled",
                            one(SWITCH),
                            "false",
                            "Let web pages of other origins call the API."),
                    key("origins", many(TEXT), "Origins that may."),
                    key("methods", many(TEXT), "Methods they may use; left out, all."),
                    key("headers", many(TEXT), "Headers they may send; left out, all."),
                    key("credentials", one(SWITCH), "false", "Whether they may send credentials."),
                    key("max_age", one(SECONDS), "0", "How long browsers may keep the answer."));

    private static final Section TOKEN =
            new Section(
                    required("name", one(TEXT), "Who uses the token."),
                    key("token", one(SECRET), "The token; required, or `token_file`."),
                    key("token_file", one(FILE), "File that holds the token."),
                    key("role", one(word(Role.class)), "read", "What it allows."));

    private static final Section AUTH =
            new Section(
                    key("enabled", one(SWITCH), "false", "Ask for a bearer token."),
                    key("tokens", groups(TOKEN), "Tokens that are known."),
                    key("jwt_secret", one(SECRET), "Key (HS256) that signs JSON Web Tokens."),
                    key("jwt_secret_file", one(FILE), "File that holds the key."),
                    key(
                            "protect_metrics",
                            one(SWITCH),
                            "false",
                            "Ask for a token for metrics and health too."));

    private static final Section TLS =
            new Section(
                    key("certificate", one(FILE), "Certificate chain (PEM)."),
                    key("key", one(FILE), "Private key (PEM)."));

    static final Section API =
            new Section(
                    key("enabled", one(SWITCH), "true", "Serve the API."),
                    key("host", one(TEXT), "127.0.0.1", "Address to listen on."),
                    key("port", one(PORT), "7708", "Port to listen on."),
                    key("max_request_size", one(SIZE), "1MB", "Largest body of a request."),
                    key(
                            "max_requests_per_second",
                            one(count(0)),
                            "0",
                            "Requests that are answered in a second; 0 for no limit."),
                    key("cors", group(CORS), "Calls from web pages of other origins."),
                    key("auth", group(AUTH), "Who may call the API."),
                    key("tls", group(TLS), "Encryption of the API."));

    static final Section HEALTH =
            new Section(
                    key(
                            "ready_during_snapshot",
                            one(SWITCH),
                            "false",
                            "Report ready while the first full sync runs."));

    private static final Section TRACING =
            new Section(
                    key("enabled", one(SWITCH), "true", "Whether `targets` are heeded."),
                    key("targets", many(TEXT), "Levels of single loggers, as `logger=level`."));

    static final Section LOGGING =
            new Section(
                    key(
                            "level",
                            one(word(LogLevel.class)),
                            "info",
                            "Level from which on is logged."),
                    key(
                            "format",
                            one(word(LogFormat.class)),
                            "pretty",
                            "Lines for people, or JSON."),
                    key("tracing", group(TRACING), "Levels of single loggers."));

    private static final Section DEBUG_CDC =
            new Section(
                    key(
                            "trace_enabled",
                            one(SWITCH),
                            "false",
                            "Log every change, with its values."),
                    key(
                            "trace_tables",
                            many(TABLE),
                            "Tables whose changes and messages are logged; left out, all."),
                    key(
                            "log_binary_data",
                            one(SWITCH),
                            "false",
                            "Log raw messages of the stream, as hexadecimal digits."),
                    key(
                            "capture_events",
                            one(SWITCH),
                            "false",
                            "Keep the latest changes for the API."),
                    key("event_buffer_size", one(count(1)), "1000", "Changes that are kept."));

    private static final Section PROFILING =
            new Section(
                    key(
                            "enabled",
                            one(SWITCH),
                            "false",
                            "Record a profile (JDK Flight Recorder) into `meilibridge.jfr` in `checkpoint.path`, whole when the process ends."),
                    key(
                            "sample_rate",
                            one(SHARE),
                            "0.1",
                            "How often threads are looked at: with 1 every 10 ms, with 0.1 every 100 ms."));

    private static final Section DEBUG_MEMORY =
            new Section(
                    key(
                            "track_allocations",
                            one(SWITCH),
                            "false",
                            "Record samples of what is allocated, into the same file."),
                    key(
                            "report_interval",
                            one(POSITIVE_SECONDS),
                            "60",
                            "Time between lines of the log on the heap, with `track_allocations`."));

    static final Section DEBUG =
            new Section(
                    key("cdc", group(DEBUG_CDC), "Single changes."),
                    key("profiling", group(PROFILING), "Where time goes."),
                    key("memory", group(DEBUG_MEMORY), "Where memory goes."));

    private OperationKeys() {}
}
