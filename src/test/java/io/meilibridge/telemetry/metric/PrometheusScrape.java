package io.meilibridge.telemetry.metric;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.util.List;

/// A registry and what Prometheus would be given of it, by the exporter that Quarkus uses, which is
/// the older of two.
@SuppressWarnings("deprecation")
final class PrometheusScrape {

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    MeterRegistry registry() {
        return registry;
    }

    /// The exporter ends each list of labels with a comma, which is left out here.
    List<String> lines() {
        return registry.scrape().lines().map(line -> line.replace(",}", "}")).toList();
    }
}
