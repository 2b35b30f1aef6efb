package io.meilibridge.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meilibridge.event.Lsn;
import io.meilibridge.fault.CheckpointException;
import io.meilibridge.fault.ErrorCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// What every checkpoint store promises. `store()` is the same store each time within a test.
abstract class CheckpointStoreContract {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678901234Z");

    abstract CheckpointStore store();

    static Checkpoint checkpoint(String task, String lsn) {
        return new Checkpoint(task, Lsn.parse(lsn), 7, NOW.minusSeconds(1), NOW, 3);
    }

    static SourceIdentity identity(String confirmed) {
        return new SourceIdentity("shop", "7300000000000000001", 1, "slot", Lsn.parse(confirmed));
    }

    @Test
    void a_store_that_was_never_written_is_empty() {
        assertThat(store().checkpoints()).isEmpty();
        assertThat(store().identity("shop")).isEmpty();
        assertThat(store().note("fingerprint")).isEmpty();
    }

    @Test
    void what_was_saved_is_what_is_loaded() {
        Checkpoint products = checkpoint("products", "16/B374D848");
        Checkpoint extremes =
                new Checkpoint(
                        "ärger {\"x\": '1'}\n%s",
                        new Lsn(-1), -1, null, Instant.EPOCH, Long.MAX_VALUE);
        SourceIdentity identity =
                new SourceIdentity("shop", "18446744073709551615", -1, "slot", new Lsn(-1));

        store().save(identity, List.of(products, extremes));

        assertThat(store().checkpoints())
                .containsOnlyKeys("products", extremes.task())
                .containsEntry("products", products)
                .containsEntry(extremes.task(), extremes);
        assertThat(store().identity("shop")).contains(identity);
        assertThat(store().identity("other")).isEmpty();
    }

    @Test
    void saving_one_task_keeps_the_others() {
        store().save(List.of(checkpoint("a", "0/10"), checkpoint("b", "0/20")));
        store().save(List.of(checkpoint("a", "0/30")));

        assertThat(store().checkpoints())
                .containsEntry("a", checkpoint("a", "0/30"))
                .containsEntry("b", checkpoint("b", "0/20"));
    }

    @Test
    void a_save_never_goes_backwards() {
        store().save(List.of(checkpoint("a", "FFFFFFFF/0"), checkpoint("b", "0/10")));
        store().save(List.of(checkpoint("a", "7FFFFFFF/0"), checkpoint("b", "0/20")));

        assertThat(store().checkpoints())
                .containsEntry("a", checkpoint("a", "FFFFFFFF/0"))
                .containsEntry("b", checkpoint("b", "0/20"));
    }

    @Test
    void a_save_at_the_same_position_takes_the_newer_counts() {
        store().save(List.of(checkpoint("a", "0/10")));
        Checkpoint counted = new Checkpoint("a", Lsn.parse("0/10"), 7, null, NOW, 99);
        store().save(List.of(counted));

        assertThat(store().checkpoints()).containsEntry("a", counted);
    }

    @Test
    void an_overwrite_goes_backwards() {
        store().save(List.of(checkpoint("a", "0/30")));
        store().overwrite(List.of(checkpoint("a", "0/10")));

        assertThat(store().checkpoints()).containsEntry("a", checkpoint("a", "0/10"));
    }

    @Test
    void the_confirmed_lsn_of_a_slot_never_goes_backwards() {
        store().save(identity("0/30"), List.of());
        store().save(identity("0/10"), List.of());

        assertThat(store().identity("shop")).contains(identity("0/30"));
    }

    @Test
    void another_slot_system_or_timeline_replaces_the_identity() {
        store().save(identity("0/90"), List.of());
        for (SourceIdentity other :
                List.of(
                        new SourceIdentity(
                                "shop", "7300000000000000002", 1, "slot", Lsn.parse("0/30")),
                        new SourceIdentity(
                                "shop", "7300000000000000002", 2, "slot", Lsn.parse("0/20")),
                        new SourceIdentity(
                                "shop", "7300000000000000002", 2, "other", Lsn.parse("0/10")))) {
            store().save(other, List.of());
            assertThat(store().identity("shop")).contains(other);
        }
    }

    @Test
    void sources_stand_beside_each_other() {
        SourceIdentity crm = new SourceIdentity("crm", "1", 1, "slot", Lsn.parse("0/1"));
        store().save(identity("0/30"), List.of());
        store().save(crm, List.of());

        store().forgetSource("shop");

        assertThat(store().identity("shop")).isEmpty();
        assertThat(store().identity("crm")).contains(crm);
    }

    @Test
    void deleting_forgets_only_the_named_tasks() {
        store().save(List.of(checkpoint("a", "0/10"), checkpoint("b", "0/10")));
        store().delete(Set.of("a", "never-there"));

        assertThat(store().checkpoints()).containsOnlyKeys("b");

        store().save(List.of(checkpoint("a", "0/5")));
        assertThat(store().checkpoints()).containsEntry("a", checkpoint("a", "0/5"));
    }

    @Test
    void notes_are_kept_replaced_and_deleted() {
        store().putNote("a", "one\ntwo \"three\" ÄÖ 😀");
        store().putNote("b", "");
        store().putNote("a", "four");

        assertThat(store().note("a")).contains("four");
        assertThat(store().note("b")).contains("");

        store().deleteNote("a");
        store().deleteNote("never-there");
        assertThat(store().note("a")).isEmpty();
    }

    @Test
    void a_change_that_throws_changes_nothing() {
        store().save(List.of(checkpoint("a", "0/10")));

        assertThatThrownBy(() ->
                        store().change(contents -> {
                            throw new IllegalStateException("no");
                        }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(store().checkpoints()).containsOnlyKeys("a");
    }

    @Test
    void saves_of_many_threads_are_all_kept() throws InterruptedException {
        int threads = 4;
        int savesEach = 5;
        CountDownLatch together = new CountDownLatch(threads);
        List<Thread> running = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            String name = "thread-" + thread;
            running.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                together.countDown();
                                for (int save = 1; save <= savesEach; save++) {
                                    store().save(
                                                    List.of(
                                                            checkpoint(name, "0/" + save),
                                                            checkpoint("shared", "0/" + save)));
                                }
                            }));
        }
        for (Thread each : running) {
            each.join();
        }

        assertThat(store().checkpoints()).hasSize(threads + 1);
        assertThat(store().checkpoints().values())
                .allSatisfy(each -> assertThat(each.lsn()).isEqualTo(new Lsn(savesEach)));
    }

    @Test
    void whoever_took_the_tenure_last_writes_alone() {
        Tenure first = new Tenure(store(), "shop", () -> NOW);
        Tenure second = new Tenure(store(), "shop", () -> NOW);
        assertThat(first.take()).isFalse();
        first.fenced().save(identity("0/10"), List.of(checkpoint("a", "0/10")));
        assertThat(first.take()).as("nobody had it in between").isTrue();

        assertThat(second.take()).isFalse();
        assertThat(second.epoch()).isGreaterThan(first.epoch());
        second.fenced().save(identity("0/20"), List.of(checkpoint("a", "0/20")));

        assertThatThrownBy(() ->
                        first.fenced().save(identity("0/30"), List.of(checkpoint("a", "0/30"))))
                .isInstanceOfSatisfying(
                        CheckpointException.class,
                        fault -> assertThat(fault.code()).isEqualTo(ErrorCode.FENCED));
        assertThat(first.isLost()).isTrue();
        assertThat(store().checkpoints()).containsEntry("a", checkpoint("a", "0/20"));
        assertThat(store().identity("shop")).contains(identity("0/20"));

        assertThat(first.take()).as("another had it in between").isFalse();
        assertThat(first.isLost()).isFalse();
        assertThat(first.epoch()).isGreaterThan(second.epoch());
        first.fenced().putNote("a", "again");
        assertThatThrownBy(second::requireOurs).isInstanceOf(CheckpointException.class);
    }

    @Test
    void the_tenures_of_sources_stand_beside_each_other() {
        Tenure shop = new Tenure(store(), "shop", () -> NOW);
        Tenure crm = new Tenure(store(), "crm", () -> NOW);
        shop.take();
        crm.take();
        shop.requireOurs();
        crm.requireOurs();
        assertThat(shop.take()).isTrue();
    }

    @Test
    void an_epoch_is_not_used_again_where_the_store_was_emptied() {
        Tenure before = new Tenure(store(), "shop", () -> NOW);
        before.take();
        store().deleteNote(Tenure.NOTE + "shop");
        assertThatThrownBy(before::requireOurs).isInstanceOf(CheckpointException.class);
        Tenure after = new Tenure(store(), "shop", () -> NOW.plusMillis(1));
        after.take();
        assertThat(after.epoch()).isGreaterThan(before.epoch());
    }

    @Test
    void closing_twice_is_fine() {
        store().close();
        store().close();
    }
}
