/// The Prometheus metrics. [io.meilibridge.telemetry.metric.MetricNames] has every name and label;
/// the meters count what the pipeline's listeners hear, the gauges look at its state when they are
/// read. Nothing here costs anything per row.
@NullMarked
package io.meilibridge.telemetry.metric;

import org.jspecify.annotations.NullMarked;
