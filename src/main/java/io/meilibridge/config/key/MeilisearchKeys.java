package io.meilibridge.config.key;

import static io.meilibridge.config.key.Key.key;
import static io.meilibridge.config.key.Key.required;
import static io.meilibridge.config.key.Shape.group;
import static io.meilibridge.config.key.Shape.many;
import static io.meilibridge.config.key.Shape.one;
import static io.meilibridge.config.key.ValueTypes.FILE;
import static io.meilibridge.config.key.ValueTypes.POSITIVE_SECONDS;
import static io.meilibridge.config.key.ValueTypes.SECRET;
import static io.meilibridge.config.key.ValueTypes.SHARE;
import static io.meilibridge.config.key.ValueTypes.SWITCH;
import static io.meilibridge.config.key.ValueTypes.TEXT;
import static io.meilibridge.config.key.ValueTypes.count;
import static io.meilibridge.config.key.ValueTypes.decimal;
import static io.meilibridge.config.key.ValueTypes.word;

import io.meilibridge.config.settings.Compression;
import io.meilibridge.config.settings.Confirm;
import io.meilibridge.config.settings.OnIndexLost;

/// The keys of the Meilisearch server.
final class MeilisearchKeys {

    private static final Section CIRCUIT_BREAKER =
            new Section(
                    key(
                            "enabled",
                            one(SWITCH),
                            "true",
                            "Pause sending and reading when requests keep failing. Nothing is dropped."),
                    key(
                            "error_rate",
                            one(SHARE),
                            "0.5",
                            "Share of failures among the last `min_request_count` requests that opens the circuit."),
                    key(
                            "min_request_count",
                            one(count(1)),
                            "10",
                            "How many of the last requests `error_rate` looks at."),
                    key(
                            "consecutive_failures",
                            one(count(1)),
                            "5",
                            "Failures in a row that open the circuit."),
                    key(
                            "timeout_secs",
                            one(POSITIVE_SECONDS),
                            "60",
                            "Longest pause before a request probes. The first pause is 1 second, and each failed probe doubles it up to this, so a short outage is over soon."));

    static final Section MEILISEARCH =
            new Section(
                    required("url", one(ValueTypes.HTTP_URL), "Address of the server."),
                    key("api_key", one(SECRET), "API key; left out when the server has none."),
                    key("api_key_file", one(FILE), "File that holds the API key."),
                    key(
                            "ca_cert",
                            one(FILE),
                            "Certificates (PEM) that the server's may be signed by, with `https`, besides those that the JVM trusts. Other `https` endpoints of your routes trust them too."),
                    key("timeout", one(POSITIVE_SECONDS), "30", "How long a request may take."),
                    key("max_connections", one(count(1)), "10", "Most connections to the server."),
                    key(
                            "primary_key",
                            many(TEXT),
                            "Columns that identify a row, for tasks that name none; left out, each table's own key."),
                    key(
                            "auto_create_index",
                            one(SWITCH),
                            "true",
                            "Create an index that is missing."),
                    key(
                            "index_settings",
                            new Shape.Free(),
                            "Settings of every index: any name of the Meilisearch settings API, in snake_case or as the API writes it."),
                    key(
                            "confirm",
                            one(word(Confirm.class)),
                            "indexed",
                            "When a change counts as delivered. `enqueued` loses what fails afterwards."),
                    key(
                            "on_index_lost",
                            one(word(OnIndexLost.class)),
                            "resync",
                            "What follows when an index was deleted or replaced."),
                    key(
                            "max_pending_tasks",
                            one(count(1)),
                            "100",
                            "Unfinished tasks of an index at which sending waits."),
                    key(
                            "max_requests_per_second",
                            one(decimal("number", "0", "100000")),
                            "0",
                            "Limit on requests that write, over all tasks and indexes; 0 for none. The polls for"
                                    + " their outcome do not count."),
                    key(
                            "compression",
                            one(word(Compression.class)),
                            "none",
                            "Compression of request bodies."),
                    key(
                            "circuit_breaker",
                            group(CIRCUIT_BREAKER),
                            "Pauses while the server keeps failing."));

    private MeilisearchKeys() {}
}
