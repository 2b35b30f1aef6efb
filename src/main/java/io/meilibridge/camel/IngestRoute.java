package io.meilibridge.camel;

import io.meilibridge.fault.ConfigException;
import io.meilibridge.task.SourceRun;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;

/// A source's instance of the `ingest` template.
final class IngestRoute {

    private IngestRoute() {}

    /// @throws ConfigException when the template is missing or at fault
    static void add(CamelContext camel, SourceRun source) {
        try {
            TemplatedRouteBuilder.builder(camel, "ingest")
                    .parameter("source", source.plan().name())
                    .add();
        } catch (RuntimeException fault) {
            throw RouteFiles.fault("template 'ingest'", fault);
        }
    }
}
