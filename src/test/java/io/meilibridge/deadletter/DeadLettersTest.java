package io.meilibridge.deadletter;

import static io.meilibridge.deadletter.DeadLetterStoreContract.NOW;
import static io.meilibridge.deadletter.DeadLetterStoreContract.letter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meilibridge.fault.CheckpointException;
import io.meilibridge.fault.DeliveryException;
import io.meilibridge.fault.ErrorCode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class DeadLettersTest {

    private final MemoryDeadLetters store = new MemoryDeadLetters();
    private final List<DeadLetter> told = new ArrayList<>();

    private DeadLetters letters(int max, Duration retention) {
        return new DeadLetters(store, max, retention, InstantSource.fixed(NOW), told::add);
    }

    @Test
    void a_task_has_as_many_as_it_may_and_no_more() {
        DeadLetters letters = letters(2, Duration.ZERO);
        letters.add(letter("a", "1", NOW));
        letters.add(letter("a", "2", NOW));
        letters.add(letter("a", "2", NOW.plusSeconds(1)));
        letters.add(letter("b", "3", NOW));

        assertThatThrownBy(() -> letters.add(letter("a", "3", NOW)))
                .isInstanceOfSatisfying(
                        DeliveryException.class,
                        fault -> {
                            assertThat(fault.code()).isEqualTo(ErrorCode.DEAD_LETTERS_FULL);
                            assertThat(fault.hint()).contains("max_entries_per_task");
                        });
        assertThat(letters.count("a")).isEqualTo(2);
        assertThat(told).hasSize(4);
        assertThat(letters(2, Duration.ZERO).count("a")).as("after a restart").isEqualTo(2);
    }

    @Test
    void old_ones_go() {
        DeadLetters letters = letters(2, Duration.ofHours(1));
        letters.add(letter("a", "1", NOW.minus(Duration.ofHours(2))));
        letters.add(letter("a", "2", NOW));
        letters.add(letter("a", "3", NOW));

        assertThat(letters.list(_ -> true, 10))
                .extracting(DeadLetter::documentId)
                .containsExactlyInAnyOrder("2", "3");
    }

    @Test
    void the_newest_come_first() {
        DeadLetters letters = letters(10, Duration.ZERO);
        letters.add(letter("a", "1", NOW));
        letters.add(letter("a", "2", NOW.plusSeconds(2)));
        letters.add(letter("a", "3", NOW.plusSeconds(1)));

        assertThat(letters.list(_ -> true, 2))
                .extracting(DeadLetter::documentId)
                .containsExactly("2", "3");
    }

    @Test
    void those_that_were_refused_anew_stay() {
        DeadLetters letters = letters(10, Duration.ZERO);
        letters.add(letter("a", "1", NOW));
        letters.add(letter("a", "2", NOW));
        List<DeadLetter> tried = letters.list(_ -> true, 10);
        letters.add(letter("a", "2", NOW.plusSeconds(1)));

        assertThat(letters.removeUnlessRefusedAnew(tried)).isOne();
        assertThat(letters.list(_ -> true, 10))
                .containsExactly(letter("a", "2", NOW.plusSeconds(1)));
        assertThat(letters.count("a")).isOne();
    }

    @Test
    void a_store_that_is_away_at_the_start_is_read_when_it_is_back() {
        store.put(letter("a", "1", NOW));
        store.put(letter("a", "2", NOW));
        AtomicBoolean away = new AtomicBoolean(true);
        DeadLetterStore late =
                new DeadLetterStore() {
                    @Override
                    public void put(DeadLetter letter) {
                        store.put(letter);
                    }

                    @Override
                    public void remove(Collection<String> ids) {
                        store.remove(ids);
                    }

                    @Override
                    public List<DeadLetter> all() {
                        if (away.get()) {
                            throw new CheckpointException(
                                    ErrorCode.STORE_UNAVAILABLE, "Away.", "Wait.");
                        }
                        return store.all();
                    }
                };
        DeadLetters letters =
                new DeadLetters(late, 10, Duration.ZERO, InstantSource.fixed(NOW), told::add);
        assertThat(letters.count("a")).as("there may be some").isOne();
        away.set(false);

        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (letters.count("a") != 2) {
            assertThat(System.nanoTime()).as("it is read").isLessThan(end);
            LockSupport.parkNanos(10_000_000);
        }
    }

    @Test
    void a_store_that_is_down_is_no_reason_to_pass_over_a_change() {
        DeadLetterStore down =
                new DeadLetterStore() {
                    @Override
                    public void put(DeadLetter letter) {
                        throw new CheckpointException(
                                ErrorCode.STORE_UNAVAILABLE, "Disk full.", "Free some.");
                    }

                    @Override
                    public void remove(Collection<String> ids) {}

                    @Override
                    public List<DeadLetter> all() {
                        return List.of();
                    }
                };
        DeadLetters letters =
                new DeadLetters(down, 10, Duration.ZERO, InstantSource.fixed(NOW), told::add);

        assertThatThrownBy(() -> letters.add(letter("a", "1", NOW)))
                .isInstanceOfSatisfying(
                        DeliveryException.class,
                        fault -> {
                            assertThat(fault.code()).isEqualTo(ErrorCode.DEAD_LETTERS_UNAVAILABLE);
                            assertThat(fault).hasMessageContaining("Disk full.");
                        });
        assertThat(letters.count("a")).isZero();
        assertThat(told).isEmpty();
    }
}
