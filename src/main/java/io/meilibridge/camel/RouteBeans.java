package io.meilibridge.camel;

import io.meilibridge.config.settings.MeilisearchSettings;
import io.meilibridge.config.settings.Secret;
import io.meilibridge.event.WalChunk;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.meilisearch.Confirmation;
import io.meilibridge.meilisearch.SettleWatch;
import io.meilibridge.step.TaskSteps;
import io.meilibridge.task.SourceRun;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;

/// Binds what routes refer to by name: beans and placeholders.
final class RouteBeans {

    private static final int PERIODS_PER_SECOND = 10;

    private final CamelContext camel;
    private final MeilisearchSettings meilisearch;
    private final Consumer<WalChunk> onChunk;

    /// @param onChunk told of each chunk before it is decoded
    RouteBeans(CamelContext camel, MeilisearchSettings meilisearch, Consumer<WalChunk> onChunk) {
        this.camel = camel;
        this.meilisearch = meilisearch;
        this.onChunk = onChunk;
    }

    void bind(
            Map<String, SourceRun> sources,
            SettleWatch watch,
            MeilisearchExchange http,
            Outgoing outgoing,
            Consumer<PipelineException> onSettleFault) {
        IngestSteps ingest = new IngestSteps(sources, onChunk);
        processor("decode", ingest::decode);
        processor("address", ingest::address);
        processor("stopTask", ingest::stopTask);
        ChangeForms.register(camel.getTypeConverterRegistry());
        processor("rows", TaskStepBeans::rows);
        processor("complete", TaskStepBeans::complete);
        processor("filter", TaskStepBeans.step(TaskSteps::filter));
        processor("softDelete", TaskStepBeans.step(TaskSteps::softDelete));
        processor("transform", TaskStepBeans.step(TaskSteps::transform));
        processor("map", TaskStepBeans::map);
        DeliverySteps delivery =
                new DeliverySteps(
                        http,
                        outgoing.marks(),
                        confirmation(meilisearch),
                        outgoing.reliefs(),
                        outgoing.requests());
        processor("deliver", delivery::deliver);
        processor("answered", delivery::answered);
        processor("unanswered", delivery::unanswered);
        processor("delivered", delivery::delivered);
        SettleSteps settle = new SettleSteps(watch, http, onSettleFault);
        processor("openTasks", settle::openTasks);
        processor("settle", settle::settle);
        processor("unsettled", settle::unsettled);
        Secret key = meilisearch.apiKey();
        camel.getRegistry()
                .bind("meilisearchClient", new MeilisearchClient(key == null ? null : key.value()));
        if (meilisearch.caCertificate() != null) {
            MeilisearchTrust.add(meilisearch.caCertificate(), camel);
        }
        placeholders();
    }

    /// What batches are sent with.
    record Outgoing(BatchMarks marks, Reliefs reliefs, RequestListener requests) {}

    static Confirmation confirmation(MeilisearchSettings meilisearch) {
        return switch (meilisearch.confirm()) {
            case INDEXED -> Confirmation.INDEXED;
            case ENQUEUED -> Confirmation.ENQUEUED;
        };
    }

    private void processor(String name, Processor processor) {
        camel.getRegistry().bind(name, Processor.class, processor);
    }

    private void placeholders() {
        Properties values = new Properties();
        double perSecond = meilisearch.maxRequestsPerSecond();
        values.setProperty("meilisearch.url", String.valueOf(meilisearch.url()));
        values.setProperty(
                "meilisearch.timeoutMillis", String.valueOf(meilisearch.timeout().toMillis()));
        values.setProperty("meilisearch.connections", String.valueOf(meilisearch.maxConnections()));
        values.setProperty("meilisearch.unthrottled", String.valueOf(perSecond <= 0));
        // The throttle counts whole requests in a time, lets them through in one burst, and with 0
        // none for ever. Short periods keep the bursts small.
        long requests = Math.max(1, Math.round(perSecond / PERIODS_PER_SECOND));
        values.setProperty("meilisearch.requestsPerPeriod", String.valueOf(requests));
        values.setProperty(
                "meilisearch.periodMillis",
                String.valueOf(
                        perSecond <= 0 ? 1000 : (long) Math.ceil(1000 * requests / perSecond)));
        camel.getPropertiesComponent().setOverrideProperties(values);
    }
}
