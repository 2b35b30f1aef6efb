package io.meilibridge.camel.relief;

import io.meilibridge.camel.ReliefStores;
import io.meilibridge.config.settings.RedisSettings;
import io.meilibridge.relief.ReliefStore;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.camel.CamelContext;

/// Opens the store in the configured Redis.
@ApplicationScoped
public class RedisReliefStores implements ReliefStores {

    private final CamelContext camel;

    public RedisReliefStores(CamelContext camel) {
        this.camel = camel;
    }

    @Override
    public ReliefStore open(RedisSettings settings) {
        return new RedisReliefStore(camel, settings);
    }
}
