package io.meilibridge.config.key;

import static io.meilibridge.config.key.Key.key;
import static io.meilibridge.config.key.Shape.group;
import static io.meilibridge.config.key.Shape.one;
import static io.meilibridge.config.key.ValueTypes.FILE;
import static io.meilibridge.config.key.ValueTypes.POSITIVE_SECONDS;
import static io.meilibridge.config.key.ValueTypes.SECONDS;
import static io.meilibridge.config.key.ValueTypes.SECRET;
import static io.meilibridge.config.key.ValueTypes.SWITCH;
import static io.meilibridge.config.key.ValueTypes.TEXT;
import static io.meilibridge.config.key.ValueTypes.count;
import static io.meilibridge.config.key.ValueTypes.wholeNumber;
import static io.meilibridge.config.key.ValueTypes.word;

import io.meilibridge.config.settings.CheckpointBackend;
import io.meilibridge.config.settings.WalRelief;

/// The keys of what is kept over a restart.
final class StoreKeys {

    private static final Section RECOVERY =
            new Section(
                    key(
                            "verify_position",
                            one(SWITCH),
                            "true",
                            "Check at start that stored positions belong to this server and slot."),
                    key(
                            "fallback_to_start",
                            one(SWITCH),
                            "false",
                            "Copy everything anew, instead of stopping, when a position cannot be trusted."));

    static final Section CHECKPOINT =
            new Section(
                    key(
                            "backend",
                            one(word(CheckpointBackend.class)),
                            "Where positions are kept; left out, `redis` when `redis.url` is set, else `file`."),
                    key("path", one(FILE), "data", "Folder of the file store."),
                    key(
                            "flush_interval",
                            one(SECONDS),
                            "1",
                            "Longest time between two writes of changed positions."),
                    key(
                            "flush_batch_size",
                            one(count(1)),
                            "10",
                            "Changed positions that are written at once."),
                    key(
                            "ttl",
                            one(SECONDS),
                            "0",
                            "How long Redis keeps the positions after the process has ended; while it runs they"
                                    + " are renewed. 0 for ever."),
                    key(
                            "wal_relief",
                            one(word(WalRelief.class)),
                            "off",
                            "While Meilisearch is away for long, put batches aside in Redis, so that PostgreSQL need not keep the WAL."),
                    key("recovery", group(RECOVERY), "What happens to stored positions at start."));

    private static final Section POOL =
            new Section(
                    key("max_size", one(count(1)), "10", "Most connections."),
                    key("min_idle", one(count(0)), "1", "Idle connections that are kept.")
                            .never("the Redis client opens connections as it needs them"),
                    key(
                                    "acquire_timeout",
                                    one(POSITIVE_SECONDS),
                                    "30",
                                    "How long to wait for a connection.")
                            .never("the Redis client has no such limit"),
                    key(
                            "idle_timeout",
                            one(SECONDS),
                            "600",
                            "Idle time after which a connection is closed; 0 for never."),
                    key(
                                    "keepalive_interval",
                                    one(POSITIVE_SECONDS),
                                    "How often an idle connection is tried; left out, never.")
                            .never("the Redis client does not try idle connections"));

    static final Section REDIS =
            new Section(
                    key(
                            "url",
                            one(ValueTypes.CONFIDENTIAL_URL),
                            "Address, as `redis://host:6379`; `rediss` for TLS. Makes Redis the default checkpoint store."),
                    key("password", one(SECRET), "Password."),
                    key("password_file", one(FILE), "File that holds the password."),
                    key(
                            "database",
                            one(wholeNumber("number", 0, 1_000_000)),
                            "0",
                            "Number of the database."),
                    key("key_prefix", one(TEXT), "meilibridge", "What every key starts with."),
                    key("pool", group(POOL), "Connections."));

    private StoreKeys() {}
}
