package io.meilibridge.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A set of page numbers, kept as the fewest ranges that hold it. Not safe for threads.
final class PageRanges {

    /// By their first page, the page after their last.
    private final TreeMap<Long, Long> ends = new TreeMap<>();

    /// Pages from `first` up to, not with, `end`.
    record Range(long first, long end) {

        Range {
            if (first < 0 || end <= first) {
                throw new IllegalArgumentException("No pages from " + first + " to " + end + ".");
            }
        }

        long pages() {
            return end - first;
        }
    }

    PageRanges() {}

    PageRanges(List<Range> ranges) {
        ranges.forEach(this::add);
    }

    void add(Range range) {
        long first = range.first();
        long end = range.end();
        Map.Entry<Long, Long> before = ends.floorEntry(first);
        if (before != null && before.getValue() >= first) {
            first = before.getKey();
            end = Math.max(end, before.getValue());
        }
        for (Map.Entry<Long, Long> next = ends.ceilingEntry(first);
                next != null && next.getKey() <= end;
                next = ends.ceilingEntry(first)) {
            end = Math.max(end, next.getValue());
            ends.remove(next.getKey());
        }
        ends.put(first, end);
    }

    /// The first page at or after `from` that is not in the set.
    long firstMissing(long from) {
        Map.Entry<Long, Long> range = ends.floorEntry(from);
        return range == null ? from : Math.max(from, range.getValue());
    }

    /// Where the range that is missing from `missing` on ends at the latest.
    long endOfGap(long missing, long limit) {
        Long next = ends.higherKey(missing);
        return next == null ? limit : Math.min(next, limit);
    }

    long pages() {
        long sum = 0;
        for (Map.Entry<Long, Long> range : ends.entrySet()) {
            sum += range.getValue() - range.getKey();
        }
        return sum;
    }

    List<Range> ranges() {
        List<Range> ranges = new ArrayList<>(ends.size());
        ends.forEach((first, end) -> ranges.add(new Range(first, end)));
        return ranges;
    }

    void clear() {
        ends.clear();
    }
}
