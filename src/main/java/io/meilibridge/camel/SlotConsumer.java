package io.meilibridge.camel;

import io.meilibridge.event.WalChunk;
import io.meilibridge.task.Handover;
import io.meilibridge.task.SourceRun;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/// Runs a source's reader for as long as its route runs, and makes an exchange of each chunk, and
/// of each piece of a full sync, on the reader's thread.
final class SlotConsumer extends DefaultConsumer {

    private final SourceRun source;

    SlotConsumer(SlotEndpoint endpoint, Processor processor, SourceRun source) {
        super(endpoint, processor);
        this.source = source;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        source.start(
                new SourceRun.Sink() {
                    @Override
                    public void chunk(WalChunk chunk) {
                        deliver(chunk);
                    }

                    @Override
                    public void rows(Handover rows) {
                        deliver(rows);
                    }
                });
    }

    @Override
    protected void doStop() throws Exception {
        source.close();
        super.doStop();
    }

    private void deliver(Object chunkOrRows) {
        Exchange exchange = createExchange(false);
        try {
            exchange.getIn().setBody(chunkOrRows);
            getProcessor().process(exchange);
            if (exchange.getException() != null) {
                throw exchange.getException();
            }
        } catch (Exception failure) {
            throw RouteFaults.ofSource(getRoute().getId(), failure);
        } finally {
            releaseExchange(exchange, false);
        }
    }
}
