package io.meilibridge.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Random transactions with subtransactions in each other, against a list that is shortened by each
/// rollback as SQL means it. `-Dmeilibridge.test.seed` repeats a run.
class SpoolPropertyTest {

    private static final int TABLE = 1;
    private static final Duration BUDGET = Duration.ofSeconds(2);

    @TempDir Path folder;

    /// Has no id until it writes something.
    private static final class Level {
        int xid;
        final int from;
        final List<Integer> released = new ArrayList<>();

        Level(int from) {
            this.from = from;
        }
    }

    @Test
    void what_is_left_is_what_was_not_rolled_back() {
        long seed = Long.getLong("meilibridge.test.seed", System.nanoTime());
        Random random = new Random(seed);
        long end = System.nanoTime() + BUDGET.toNanos();
        do {
            Writer writer = new Writer(random);
            try (Spooling spooling = new Spooling(folder)) {
                writer.write(spooling);
                List<String> left = spooling.of(Messages.streamCommit(writer.topXid, 1, 2));
                assertThat(left.subList(2, left.size() - 1))
                        .as("-Dmeilibridge.test.seed=%d", seed)
                        .isEqualTo(writer.expected);
                assertThat(spooling.bytes()).isZero();
            }
        } while (System.nanoTime() - end < 0);
    }

    private static final class Writer {

        private final Random random;
        private final int topXid;
        private final List<String> expected = new ArrayList<>();
        private final Deque<Level> levels = new ArrayDeque<>();
        private final List<byte[]> messages = new ArrayList<>();
        private int lastXid;
        private int rows;

        Writer(Random random) {
            this.random = random;
            this.topXid = random.nextInt();
            this.lastXid = topXid;
            Level top = new Level(0);
            top.xid = topXid;
            levels.push(top);
        }

        void write(Spooling spooling) {
            messages.add(Messages.start(topXid, true));
            messages.add(Messages.in(topXid, Messages.relation(TABLE, 1)));
            messages.add(Messages.stop());
            for (int i = random.nextInt(60); i >= 0; i--) {
                step();
                if (random.nextInt(4) == 0) {
                    assertThat(spooling.of(messages.toArray(byte[][]::new))).isEmpty();
                    messages.clear();
                }
            }
            assertThat(spooling.of(messages.toArray(byte[][]::new))).isEmpty();
        }

        private void step() {
            switch (random.nextInt(6)) {
                case 0 -> levels.push(new Level(expected.size()));
                case 1 -> release();
                case 2 -> rollBack();
                default -> insert();
            }
        }

        private void insert() {
            giveIds();
            String value =
                    ++rows + "x".repeat(random.nextInt(random.nextInt(8) == 0 ? 40_000 : 40));
            int xid = levels.getFirst().xid;
            messages.add(Messages.start(topXid, false));
            messages.add(Messages.in(xid, Messages.insert(TABLE, 1, value)));
            messages.add(Messages.stop());
            expected.add("insert t1/1 " + value);
        }

        /// Those around have theirs first.
        private void giveIds() {
            levels.descendingIterator()
                    .forEachRemaining(level -> {
                        if (level.xid == 0) {
                            level.xid = ++lastXid;
                        }
                    });
        }

        private void release() {
            if (levels.size() > 1) {
                Level released = levels.pop();
                if (released.xid != 0) {
                    levels.getFirst().released.addAll(released.released);
                    levels.getFirst().released.add(released.xid);
                }
            }
        }

        /// The server tells of each subtransaction that is rolled back with another first.
        private void rollBack() {
            if (levels.size() == 1) {
                return;
            }
            Level gone = levels.pop();
            gone.released.forEach(xid -> messages.add(Messages.abort(topXid, xid)));
            if (gone.xid != 0) {
                messages.add(Messages.abort(topXid, gone.xid));
            }
            expected.subList(gone.from, expected.size()).clear();
        }
    }
}
