package io.meilibridge.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.snapshot.PageRanges.Range;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PageRangesTest {

    @Test
    void ranges_that_touch_become_one() {
        PageRanges ranges = new PageRanges(List.of(new Range(0, 4), new Range(8, 12)));

        ranges.add(new Range(4, 8));

        assertThat(ranges.ranges()).containsExactly(new Range(0, 12));
    }

    @Test
    void what_is_missing_lies_between_ranges() {
        PageRanges ranges = new PageRanges(List.of(new Range(2, 4), new Range(6, 7)));

        assertThat(ranges.firstMissing(0)).isZero();
        assertThat(ranges.endOfGap(0, 100)).isEqualTo(2);
        assertThat(ranges.firstMissing(2)).isEqualTo(4);
        assertThat(ranges.endOfGap(4, 5)).isEqualTo(5);
        assertThat(ranges.firstMissing(6)).isEqualTo(7);
        assertThat(ranges.endOfGap(7, 100)).isEqualTo(100);
    }

    @Test
    void any_ranges_in_any_order_hold_their_pages_and_no_others() {
        long seed = Long.getLong("meilibridge.test.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 2000; round++) {
            PageRanges ranges = new PageRanges();
            BitSet pages = new BitSet();
            for (int i = random.nextInt(12); i >= 0; i--) {
                int first = random.nextInt(60);
                int end = first + 1 + random.nextInt(12);
                ranges.add(new Range(first, end));
                pages.set(first, end);
            }

            assertThat(ranges.pages()).as("seed %d", seed).isEqualTo(pages.cardinality());
            for (int page = 0; page < 80; page++) {
                assertThat(ranges.firstMissing(page))
                        .as("seed %d, page %d", seed, page)
                        .isEqualTo(pages.nextClearBit(page));
            }
            assertThat(new PageRanges(ranges.ranges()).ranges()).isEqualTo(ranges.ranges());
        }
    }
}
