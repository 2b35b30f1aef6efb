package io.meilibridge.camel;

import io.meilibridge.task.SourceRun;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.component.pg.replication.slot.PgReplicationSlotComponent;
import org.jspecify.annotations.Nullable;

/// Our component in the place of the stock one of the scheme `pg-replication-slot`. An endpoint
/// names a configured source, `pg-replication-slot:shop`, and takes its address and slot from
/// there, so that no password stands in a route.
final class SlotComponent extends PgReplicationSlotComponent {

    static final String SCHEME = "pg-replication-slot";

    private final Map<String, SourceRun> sources;

    SlotComponent(Map<String, SourceRun> sources) {
        this.sources = Map.copyOf(sources);
    }

    @Override
    protected Endpoint createEndpoint(
            String uri, String remaining, Map<String, Object> parameters) {
        @Nullable SourceRun source = sources.get(remaining);
        if (source == null) {
            throw new IllegalArgumentException(
                    "No source '"
                            + remaining
                            + "' is configured: expected one of "
                            + sources.keySet()
                            + ".");
        }
        return new SlotEndpoint(uri, this, source);
    }
}
