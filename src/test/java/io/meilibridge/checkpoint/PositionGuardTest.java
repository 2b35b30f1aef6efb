package io.meilibridge.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.meilibridge.event.Lsn;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.SourceException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ObjectAssert;
import org.junit.jupiter.api.Test;

class PositionGuardTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String SYSTEM = "7300000000000000001";

    private GuardSettings settings = GuardSettings.DEFAULTS;
    private boolean survivesRestart = true;
    private Map<String, Lsn> starts = Map.of();
    private Optional<SourceIdentity> identity =
            Optional.of(new SourceIdentity("shop", SYSTEM, 3, "slot", new Lsn(200)));
    private final Map<String, Checkpoint> checkpoints =
            new HashMap<>(Map.of("a", at("a", 200), "b", at("b", 300)));
    private Facts facts =
            new Facts(SYSTEM, 3, Map.of(1, new Lsn(20), 2, new Lsn(50)), 900, 200L, false);

    private record Facts(
            String system,
            int timeline,
            Map<Integer, Lsn> branches,
            long flush,
            long slot,
            boolean justCreated) {

        Facts on(int otherTimeline, Map<Integer, Lsn> history) {
            return new Facts(system, otherTimeline, history, flush, slot, justCreated);
        }

        Facts slotAt(long lsn) {
            return new Facts(system, timeline, branches, flush, lsn, justCreated);
        }

        Facts withoutSlot() {
            return slotAt(0);
        }

        Facts created() {
            return new Facts(system, timeline, branches, flush, slot, true);
        }

        ServerFacts server() {
            return new ServerFacts(
                    system,
                    timeline,
                    branches,
                    new Lsn(flush),
                    slot == 0
                            ? Optional.empty()
                            : Optional.of(new ServerFacts.SlotFacts(new Lsn(slot), justCreated)));
        }
    }

    private static Checkpoint at(String task, long lsn) {
        return new Checkpoint(task, new Lsn(lsn), 5, NOW, NOW, 9);
    }

    private void nothingStored() {
        identity = Optional.empty();
        checkpoints.clear();
    }

    private Verdict verdict(String... tasks) {
        PositionGuard guard =
                new PositionGuard(
                        "shop",
                        "slot",
                        settings,
                        new StartPositions(starts),
                        Clock.fixed(NOW, ZoneOffset.UTC));
        Set<String> enabled = tasks.length == 0 ? Set.of("a", "b") : Set.of(tasks);
        return guard.judge(
                enabled,
                new StoredPosition(identity, checkpoints, survivesRestart),
                facts.server());
    }

    private Verdict.GoOn goesOn(String... tasks) {
        Verdict verdict = verdict(tasks);
        assertThat(verdict).isInstanceOf(Verdict.GoOn.class);
        return (Verdict.GoOn) verdict;
    }

    private ObjectAssert<SourceException> assertStops(ErrorCode code) {
        return assertThat(verdict())
                .isInstanceOf(Verdict.Stop.class)
                .extracting(verdict -> ((Verdict.Stop) verdict).fault())
                .asInstanceOf(type(SourceException.class))
                .satisfies(fault -> {
                    assertThat(fault.code()).isEqualTo(code);
                    assertThat(fault.getMessage()).contains("'shop'").contains("expected");
                    assertThat(fault.hint()).isNotEmpty();
                });
    }

    @Test
    void an_unchanged_source_goes_on_where_each_task_was() {
        Verdict.GoOn goOn = goesOn();

        assertThat(goOn.start()).isEqualTo(new Lsn(200));
        assertThat(goOn.starts()).containsExactlyInAnyOrder(at("a", 200), at("b", 300));
        assertThat(goOn.identity())
                .isEqualTo(new SourceIdentity("shop", SYSTEM, 3, "slot", new Lsn(200)));
        assertThat(goOn.newTasks()).isEmpty();
        assertThat(goOn.overtaken()).isEmpty();
        assertThat(goOn.warnings()).isEmpty();
    }

    @Test
    void a_slot_behind_the_store_missed_only_a_confirmation() {
        facts = facts.slotAt(150);

        assertThat(goesOn().start()).isEqualTo(new Lsn(150));
        assertThat(goesOn().starts()).contains(at("a", 200));
    }

    @Test
    void a_slot_ahead_of_the_store_was_replaced() {
        facts = facts.slotAt(201);

        assertStops(ErrorCode.SLOT_REPLACED)
                .satisfies(fault -> assertThat(fault).hasMessageContaining("0/C8, got 0/C9"));
    }

    @Test
    void a_slot_made_anew_under_an_old_position_was_replaced() {
        facts = facts.slotAt(800).created();

        assertStops(ErrorCode.SLOT_REPLACED);
    }

    @Test
    void positions_compare_unsigned() {
        facts = facts.slotAt(0x8000_0000_0000_0000L);

        assertStops(ErrorCode.SLOT_REPLACED);
    }

    @Test
    void another_system_diverged() {
        facts = new Facts("7300000000000000002", 3, Map.of(), 900, 200, false);

        assertStops(ErrorCode.DIVERGED)
                .satisfies(fault -> assertThat(fault).hasMessageContaining(SYSTEM));
    }

    @Test
    void another_system_is_told_apart_before_a_missing_slot() {
        facts = new Facts("7300000000000000002", 3, Map.of(), 900, 0, false);

        assertStops(ErrorCode.DIVERGED);
    }

    @Test
    void a_timeline_that_branched_after_all_checkpoints_goes_on() {
        facts = facts.on(5, Map.of(3, new Lsn(300), 4, new Lsn(310)));

        assertThat(goesOn().identity().timeline()).isEqualTo(5);
        assertThat(goesOn().starts()).contains(at("a", 200), at("b", 300));
    }

    @Test
    void a_timeline_that_branched_below_a_checkpoint_diverged() {
        facts = facts.on(5, Map.of(3, new Lsn(299), 4, new Lsn(310)));

        assertStops(ErrorCode.DIVERGED)
                .satisfies(fault -> assertThat(fault).hasMessageContaining("0/12C"));
    }

    @Test
    void a_timeline_without_ours_in_its_history_diverged() {
        facts = facts.on(5, Map.of(1, new Lsn(20), 2, new Lsn(310)));

        assertStops(ErrorCode.DIVERGED);
    }

    @Test
    void an_earlier_timeline_diverged() {
        facts = facts.on(2, Map.of(1, new Lsn(20)));

        assertStops(ErrorCode.DIVERGED);
    }

    @Test
    void a_server_that_has_not_written_what_is_indexed_diverged() {
        facts = new Facts(SYSTEM, 3, Map.of(), 299, 200, false);

        assertStops(ErrorCode.DIVERGED);
    }

    @Test
    void a_slot_without_a_store_means_the_store_is_lost() {
        nothingStored();

        assertStops(ErrorCode.STORE_LOST)
                .satisfies(
                        fault -> assertThat(fault.hint()).contains("POST /api/v1/tasks/full-sync"));
    }

    @Test
    void checkpoints_without_an_identity_are_a_lost_store() {
        identity = Optional.empty();

        assertStops(ErrorCode.STORE_LOST);
    }

    @Test
    void a_missing_slot_under_a_stored_position_is_never_made_silently() {
        facts = facts.withoutSlot();

        assertStops(ErrorCode.SLOT_MISSING)
                .satisfies(fault -> assertThat(fault).hasMessageContaining("0/C8"));
    }

    @Test
    void a_first_start_makes_the_slot() {
        nothingStored();
        facts = facts.withoutSlot();

        assertThat(verdict()).isEqualTo(new Verdict.CreateSlot());
    }

    @Test
    void a_first_start_that_may_not_make_the_slot_stops() {
        nothingStored();
        facts = facts.withoutSlot();
        settings = new GuardSettings(false, false, true);

        assertStops(ErrorCode.SLOT_MISSING)
                .satisfies(fault -> assertThat(fault.hint()).contains("create_slot"));
    }

    @Test
    void after_making_the_slot_all_tasks_are_new() {
        nothingStored();
        facts = facts.slotAt(400).created();
        Verdict.GoOn goOn = goesOn();

        assertThat(goOn.newTasks()).containsExactlyInAnyOrder("a", "b");
        assertThat(goOn.starts())
                .containsExactlyInAnyOrder(
                        Checkpoint.at("a", new Lsn(400), NOW),
                        Checkpoint.at("b", new Lsn(400), NOW));
        assertThat(goOn.identity().confirmed()).isEqualTo(new Lsn(400));
        assertThat(goOn.warnings()).isEmpty();
    }

    @Test
    void a_new_task_starts_with_the_stream() {
        Verdict.GoOn goOn = goesOn("a", "b", "c");

        assertThat(goOn.newTasks()).containsExactly("c");
        assertThat(goOn.starts()).contains(Checkpoint.at("c", new Lsn(200), NOW));
    }

    @Test
    void a_task_that_the_slot_has_passed_starts_with_the_stream() {
        checkpoints.put("a", at("a", 199));
        Verdict.GoOn goOn = goesOn();

        assertThat(goOn.overtaken()).containsExactly("a");
        assertThat(goOn.startingWithStream()).containsExactly("a");
        assertThat(goOn.starts())
                .containsExactlyInAnyOrder(Checkpoint.at("a", new Lsn(200), NOW), at("b", 300));
    }

    @Test
    void tasks_that_are_not_enabled_do_not_count() {
        checkpoints.put("gone", at("gone", 5_000));

        assertThat(goesOn().starts()).hasSize(2);
    }

    @Test
    void with_every_checkpoint_deleted_the_configured_slot_is_adopted() {
        checkpoints.clear();
        facts = facts.slotAt(800);

        assertThat(goesOn().newTasks()).containsExactlyInAnyOrder("a", "b");
        assertThat(goesOn().start()).isEqualTo(new Lsn(800));

        facts = facts.withoutSlot();
        assertThat(verdict()).isEqualTo(new Verdict.CreateSlot());
    }

    @Test
    void a_memory_store_starts_at_the_slot_and_says_what_that_means() {
        nothingStored();
        survivesRestart = false;
        Verdict.GoOn goOn = goesOn();

        assertThat(goOn.newTasks()).containsExactlyInAnyOrder("a", "b");
        assertThat(goOn.warnings())
                .hasSize(2)
                .anySatisfy(warning -> assertThat(warning).contains("each restart is a full sync"))
                .anySatisfy(warning -> assertThat(warning).contains("'slot'").contains("0/C8"));
    }

    @Test
    void a_memory_store_is_checked_like_any_other_at_a_reconnect() {
        survivesRestart = false;
        facts = facts.slotAt(201);

        assertStops(ErrorCode.SLOT_REPLACED);
    }

    @Test
    void a_temporary_slot_is_a_first_start_each_time() {
        settings = new GuardSettings(true, true, true);
        facts = facts.slotAt(800).created();
        Verdict.GoOn goOn = goesOn();

        assertThat(goOn.newTasks()).containsExactlyInAnyOrder("a", "b");
        assertThat(goOn.warnings()).isEmpty();
        facts = facts.withoutSlot();
        assertThat(verdict()).isEqualTo(new Verdict.CreateSlot());
    }

    @Test
    void the_position_is_checked_even_where_that_was_turned_off() {
        settings = new GuardSettings(true, false, false);

        assertThat(goesOn().warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning).contains("verify_position"));
        facts = facts.slotAt(201);
        assertStops(ErrorCode.SLOT_REPLACED);
    }

    @Test
    void a_start_position_counts_for_tasks_without_a_checkpoint() {
        checkpoints.remove("b");
        starts = Map.of("a", new Lsn(500), "b", new Lsn(400));

        assertThat(goesOn().starts())
                .extracting(Checkpoint::task, Checkpoint::lsn)
                .containsExactlyInAnyOrder(tuple("a", new Lsn(200)), tuple("b", new Lsn(400)));
    }

    @Test
    void a_start_position_outside_of_what_the_slot_has_stops_the_source() {
        checkpoints.clear();
        for (long unreachable : List.of(199L, 901L)) {
            starts = Map.of("b", new Lsn(unreachable));
            assertStartStops("'b'", new Lsn(unreachable).toString());
        }
        for (long reachable : List.of(200L, 900L)) {
            starts = Map.of("b", new Lsn(reachable));
            assertThat(goesOn().starts()).contains(Checkpoint.at("b", new Lsn(reachable), NOW));
        }
        identity = Optional.empty();
        facts = facts.withoutSlot();
        starts = Map.of("b", new Lsn(300));
        assertStartStops("'b'", "slot 'slot'");
    }

    private void assertStartStops(String... parts) {
        assertThat(verdict())
                .isInstanceOfSatisfying(
                        Verdict.Stop.class,
                        stop -> {
                            assertThat(stop.fault().code())
                                    .isEqualTo(ErrorCode.POSITION_UNREACHABLE);
                            assertThat(stop.fault()).hasMessageContainingAll(parts);
                        });
    }

    @Test
    void a_slot_found_with_an_empty_store_is_taken_where_every_task_says_its_start() {
        nothingStored();
        starts = Map.of("a", new Lsn(300), "b", new Lsn(300));
        assertThat(goesOn().start()).isEqualTo(new Lsn(200));

        starts = Map.of("a", new Lsn(300));
        assertStops(ErrorCode.STORE_LOST);
    }

    @Test
    void what_the_store_holds_of_a_source_is_read_from_it() {
        MemoryStore store = new MemoryStore();
        store.save(identity.orElseThrow(), checkpoints.values());

        StoredPosition stored = StoredPosition.in(store, "shop");

        assertThat(stored).isEqualTo(new StoredPosition(identity, checkpoints, false));
        assertThat(StoredPosition.in(store, "other").identity()).isEmpty();
    }
}
