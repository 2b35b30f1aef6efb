package io.meilibridge.telemetry.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.snapshot.FullSyncProgress;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

    private static FullSyncProgress progress(long done, long estimated, double part) {
        return new FullSyncProgress(done, done, estimated, 0, 0, part);
    }

    @Test
    void tells_how_far_it_is_how_fast_and_how_long_it_takes() {
        assertThat(
                        ProgressLine.of(
                                "products", "reading", progress(1_500_000, 3_000_000, 0.5), 10_000))
                .isEqualTo(
                        "products [###############---------------]  50 %"
                                + "  1,500,000 of about 3,000,000 rows, 10,000/s, 2 min 30 s left");
    }

    @Test
    void claims_nothing_that_is_not_known() {
        assertThat(ProgressLine.of("a", "reading", progress(7, -1, 0), 0))
                .isEqualTo("a [------------------------------]   0 %  7 rows, 0/s");
        assertThat(ProgressLine.of("a", "reading", progress(20, 10, 0.99), 5))
                .isEqualTo("a [##############################]  99 %  20 of about 10 rows, 5/s");
    }

    @Test
    void names_what_it_does_when_it_has_read() {
        assertThat(ProgressLine.of("a", "swapping", progress(7, 8, 1), 9))
                .isEqualTo("a [##############################] 100 %  7 of about 8 rows, swapping");
    }
}
