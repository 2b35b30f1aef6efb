package io.meilibridge.camel;

import io.meilibridge.replication.ServerAddress;
import io.meilibridge.task.SourceRun;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.component.pg.replication.slot.PgReplicationSlotEndpoint;

/// The endpoint of one source's slot. Each exchange carries a [io.meilibridge.event.WalChunk].
final class SlotEndpoint extends PgReplicationSlotEndpoint {

    /// What the stock endpoint accepts; the real values are set after, since it takes fewer names
    /// than PostgreSQL does.
    private static final String ACCEPTED =
            SlotComponent.SCHEME + ":localhost/database/slot:pgoutput";

    private final SourceRun source;
    private final String uri;

    SlotEndpoint(String uri, SlotComponent component, SourceRun source) {
        super(ACCEPTED, component);
        this.uri = uri;
        this.source = source;
        ServerAddress address = source.plan().connections().options().address();
        setHost(address.host());
        setPort(address.port());
        setDatabase(address.database());
        setSlot(source.plan().slot());
    }

    @Override
    protected String createEndpointUri() {
        return uri;
    }

    @Override
    public String getEndpointUri() {
        return uri;
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        return new SlotConsumer(this, processor, source);
    }
}
