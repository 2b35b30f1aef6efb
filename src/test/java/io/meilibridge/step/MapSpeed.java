package io.meilibridge.step;

import io.meilibridge.event.ChangeEvent;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/// Prints what one row of the benchmark's product table costs the steps, from event to document
/// change, in chunks as the stream makes them. Run its `main` with the test class path.
final class MapSpeed {

    private static final int ROWS = 512;
    private static final int CHUNKS = 4_000;

    private MapSpeed() {}

    public static void main(String[] arguments) {
        Table table =
                Table.of(
                        "id int8 key",
                        "sku text",
                        "name text",
                        "description text",
                        "price numeric",
                        "stock int4",
                        "active bool",
                        "tags text[]",
                        "data json",
                        "updated_at timestamptz");
        List<ChangeEvent> events = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            events.add(
                    table.insert(
                            Integer.toString(1_000_000 + i),
                            "SKU-" + i,
                            "Product number " + i,
                            "A description of some length, as products have. ".repeat(5),
                            "19.99",
                            "42",
                            "t",
                            "{new,sale,\"in stock\"}",
                            "{\"color\": \"red\", \"size\": 4}",
                            "2024-01-31 13:37:00.123456+00"));
        }
        TaskSteps steps = new TaskSteps(table.rules());
        for (int round = 0; round < 5; round++) {
            long start = cpuNanos();
            long changes = 0;
            for (int i = 0; i < CHUNKS; i++) {
                changes += Changes.map(steps, events).changes().size();
            }
            System.out.printf("%d ns of CPU a row%n", (cpuNanos() - start) / changes);
        }
    }

    /// Of this thread: other work on the machine does not count.
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
