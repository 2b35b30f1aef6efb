package io.meilibridge.checkpoint;

import io.meilibridge.fault.CheckpointException;
import io.meilibridge.fault.ErrorCode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/// Keeps checkpoints in one hash of a Redis server, `<prefix>:checkpoints`, with a field for each
/// checkpoint (`checkpoint:<task>`), source (`source:<name>`) and note (`note:<key>`). One key, so
/// that a change is atomic on a cluster too.
///
/// A change is a script that compares each field with what the change was made from and writes all
/// or none, so processes may share the store. As durable as the server: one without `appendonly`
/// loses the last changes with its machine, and the next start then says so instead of guessing.
///
/// With a time to live the whole hash expires so long after the last change or [#renew].
public final class RedisStore implements CheckpointStore {

    private static final int ATTEMPTS = 20;

    private static final String CHECKPOINT = "checkpoint:";
    private static final String SOURCE = "source:";
    private static final String NOTE = "note:";

    /// Arguments: seconds to live (0: for ever), then for each field its name, the text it has to
    /// have and the text it gets; empty: none. Answers 1 when it wrote, 0 when a field differed.
    private static final String COMPARE_AND_WRITE =
            """
            for i = 2, #ARGV, 3 do
              if (redis.call('HGET', KEYS[1], ARGV[i]) or '') ~= ARGV[i + 1] then
                return 0
              end
            end
            for i = 2, #ARGV, 3 do
              if ARGV[i + 2] == '' then
                redis.call('HDEL', KEYS[1], ARGV[i])
              else
                redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 2])
              end
            end
            if tonumber(ARGV[1]) > 0 then
              redis.call('EXPIRE', KEYS[1], ARGV[1])
            else
              redis.call('PERSIST', KEYS[1])
            end
            return 1
            """;

    /// Argument: seconds to live. Answers 0 when there is no such key.
    private static final String RENEW = "return redis.call('EXPIRE', KEYS[1], ARGV[1])";

    private final RedisCommands redis;
    private final String key;
    private final Duration timeToLive;

    /// @param timeToLive zero: for ever
    public RedisStore(RedisCommands redis, String keyPrefix, Duration timeToLive) {
        this.redis = redis;
        this.key = keyPrefix + ":checkpoints";
        this.timeToLive = timeToLive;
    }

    @Override
    public boolean survivesRestart() {
        return true;
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public StoreContents contents() {
        return parse(read());
    }

    @Override
    public void change(UnaryOperator<StoreContents> change) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Map<String, String> before = read();
            Map<String, String> after = format(change.apply(parse(before)));
            if (after.equals(before) || write(before, after)) {
                return;
            }
        }
        throw new CheckpointException(
                ErrorCode.STORE_UNAVAILABLE,
                "Cannot write checkpoint store '%s' in Redis: expected %d tries to be enough, got as many changes by others in between."
                        .formatted(key, ATTEMPTS),
                "Check which other processes write this key.");
    }

    /// Lets what is stored live as long again as after a change.
    void renew() {
        try {
            redis.evaluate(RENEW, List.of(key), List.of(Long.toString(timeToLive.toSeconds())));
        } catch (IOException failure) {
            throw unavailable("renew", failure);
        }
    }

    /// The connection is its owner's.
    @Override
    public void close() {}

    private Map<String, String> read() {
        try {
            return redis.hashEntries(key);
        } catch (IOException failure) {
            throw unavailable("read", failure);
        }
    }

    private boolean write(Map<String, String> before, Map<String, String> after) {
        List<String> arguments = new ArrayList<>();
        arguments.add(Long.toString(timeToLive.toSeconds()));
        TreeSet<String> fields = new TreeSet<>(before.keySet());
        fields.addAll(after.keySet());
        for (String field : fields) {
            String old = before.getOrDefault(field, "");
            String next = after.getOrDefault(field, "");
            // Epochs are compared with each write, so that none is made under one that has passed.
            if (!Objects.equals(old, next) || field.startsWith(NOTE + Tenure.NOTE)) {
                arguments.addAll(List.of(field, old, next));
            }
        }
        try {
            return redis.evaluate(COMPARE_AND_WRITE, List.of(key), arguments) == 1;
        } catch (IOException failure) {
            throw unavailable("write", failure);
        }
    }

    private static Map<String, String> format(StoreContents contents) {
        Map<String, String> fields = new HashMap<>();
        contents.checkpoints()
                .forEach((task, each) -> fields.put(CHECKPOINT + task, StoreText.write(each)));
        contents.sources()
                .forEach((source, each) -> fields.put(SOURCE + source, StoreText.write(each)));
        // A note starts with its mark, so that an empty one is not an absent one.
        contents.notes().forEach((name, text) -> fields.put(NOTE + name, "=" + text));
        return fields;
    }

    private StoreContents parse(Map<String, String> fields) {
        Map<String, Checkpoint> checkpoints = new HashMap<>();
        Map<String, SourceIdentity> sources = new HashMap<>();
        Map<String, String> notes = new HashMap<>();
        fields.forEach((field, text) -> {
            try {
                if (field.startsWith(CHECKPOINT)) {
                    checkpoints.put(
                            field.substring(CHECKPOINT.length()), StoreText.readCheckpoint(text));
                } else if (field.startsWith(SOURCE)) {
                    sources.put(field.substring(SOURCE.length()), StoreText.readIdentity(text));
                } else if (field.startsWith(NOTE) && text.startsWith("=")) {
                    notes.put(field.substring(NOTE.length()), text.substring(1));
                } else {
                    throw new IllegalArgumentException("The field is none of ours.");
                }
            } catch (IllegalArgumentException unreadable) {
                throw corrupt(field, unreadable);
            }
        });
        return new StoreContents(checkpoints, sources, notes);
    }

    private CheckpointException corrupt(String field, IllegalArgumentException cause) {
        return new CheckpointException(
                ErrorCode.STORE_CORRUPT,
                "Cannot read field '%s' of checkpoint store '%s' in Redis: expected what this version writes, got something else."
                        .formatted(field, key),
                "Put the field back from a backup, or remove it: without its checkpoint a task needs"
                        + " a full sync.",
                cause);
    }

    private CheckpointException unavailable(String attempt, IOException cause) {
        return new CheckpointException(
                ErrorCode.STORE_UNAVAILABLE,
                "Cannot %s checkpoint store '%s' in Redis: expected an answer, got %s."
                        .formatted(attempt, key, cause.getClass().getSimpleName()),
                "Check that the Redis server runs, can be reached and accepts writes.",
                cause);
    }
}
