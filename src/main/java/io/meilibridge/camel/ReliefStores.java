package io.meilibridge.camel;

import io.meilibridge.config.settings.RedisSettings;
import io.meilibridge.relief.ReliefStore;

/// Opens the store of WAL relief. There is one where the build has camel-redis, which the native
/// one has not.
public interface ReliefStores {

    /// Does not wait for the server.
    ReliefStore open(RedisSettings settings);
}
