package io.meilibridge.endtoend;

/// What a running bridge counts.
final class Metrics {

    private Metrics() {}

    /// The sum over all labels; 0 when there is no such metric.
    ///
    /// @param name without its prefix
    /// @param label part of what stands between the braces
    static double sum(BridgeProcess bridge, String name, String label) {
        return bridge.get("/q/metrics")
                .lines()
                .filter(line -> line.startsWith("meilibridge_" + name))
                .filter(line -> line.contains(label))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .mapToDouble(Double::parseDouble)
                .sum();
    }

    static double sum(BridgeProcess bridge, String name) {
        return sum(bridge, name, "");
    }
}
