package io.meilibridge.checkpoint;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/// The few commands of a Redis server that the store needs. Thread-safe. Every call waits a limited
/// time and works again by itself once the server is back.
public interface RedisCommands {

    /// All fields of a hash; empty when there is no such key.
    ///
    /// @throws IOException when the server cannot be reached, refuses or does not answer in time
    Map<String, String> hashEntries(String key) throws IOException;

    /// Runs a script that answers a whole number.
    ///
    /// @throws IOException when the server cannot be reached, refuses or does not answer in time;
    ///   in the first and last case the script may have run
    long evaluate(String script, List<String> keys, List<String> arguments) throws IOException;
}
