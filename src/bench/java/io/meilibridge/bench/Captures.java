package io.meilibridge.bench;

import io.meilibridge.bench.Throughput.Run;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// What it costs to keep changes for those who look at them: bursts for one warm process, with and
/// without, in turns that change places.
final class Captures {

    private final Throughput throughput;
    private final Application application;
    private final List<Run> without = new ArrayList<>();
    private final List<Run> with = new ArrayList<>();

    Captures(Throughput throughput, Application application) {
        this.throughput = throughput;
        this.application = application;
    }

    List<Run> without() {
        return without;
    }

    List<Run> with() {
        return with;
    }

    /// Expects the application running and idle, and leaves it so.
    void round(int rows) throws IOException, InterruptedException, SQLException {
        boolean first = without.size() % 2 == 0;
        burst(!first, rows);
        burst(first, rows);
    }

    private void burst(boolean isCaptured, int rows)
            throws IOException, InterruptedException, SQLException {
        application.capture(isCaptured);
        (isCaptured ? with : without).add(throughput.warm(rows));
    }
}
