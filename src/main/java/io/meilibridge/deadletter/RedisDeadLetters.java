package io.meilibridge.deadletter;

import io.meilibridge.checkpoint.RedisCommands;
import io.meilibridge.fault.CheckpointException;
import io.meilibridge.fault.ErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Keeps dead letters in one hash of a Redis server, `<prefix>:dead-letters`, by their ids. As
/// durable as the server.
public final class RedisDeadLetters implements DeadLetterStore {

    private static final String PUT = "redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) return 1";

    private static final String REMOVE =
            "for i = 1, #ARGV do redis.call('HDEL', KEYS[1], ARGV[i]) end return 1";

    private final RedisCommands redis;
    private final String key;

    public RedisDeadLetters(RedisCommands redis, String keyPrefix) {
        this.redis = redis;
        this.key = keyPrefix + ":dead-letters";
    }

    @Override
    public void put(DeadLetter letter) {
        try {
            redis.evaluate(PUT, List.of(key), List.of(letter.id(), DeadLetterText.of(letter)));
        } catch (IOException failure) {
            throw unavailable("write", failure);
        }
    }

    @Override
    public void remove(Collection<String> ids) {
        if (ids.isEmpty()) {
            return;
        }
        try {
            redis.evaluate(REMOVE, List.of(key), List.copyOf(ids));
        } catch (IOException failure) {
            throw unavailable("remove from", failure);
        }
    }

    @Override
    public List<DeadLetter> all() {
        try {
            List<DeadLetter> letters = new ArrayList<>();
            redis.hashEntries(key)
                    .forEach((id, text) ->
                            letters.add(DeadLetterText.parse(text, id + " of '" + key + "'")));
            return letters;
        } catch (IOException failure) {
            throw unavailable("read", failure);
        }
    }

    private CheckpointException unavailable(String what, IOException cause) {
        return new CheckpointException(
                ErrorCode.STORE_UNAVAILABLE,
                "Cannot " + what + " the dead letters '" + key + "' in Redis.",
                "Check that Redis runs and can be reached at 'redis.url'.",
                cause);
    }
}
