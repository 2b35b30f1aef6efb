package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.meilibridge.fault.Failpoints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/// Every promise has an end-to-end test that goes red, and says what it misses, when the mechanism
/// that keeps the promise is switched off in the application's process. Takes long, so it is run on
/// request: `-Dred=all`, or a comma list of failpoints. Which promise is which stands in
/// docs/testing.md.
@EnabledIfSystemProperty(named = RedScenesIT.ASKED_FOR, matches = ".+")
class RedScenesIT {

    static final String ASKED_FOR = "red";

    private static final String PATIENCE_SECONDS = "20";

    /// @param says what the failure says, which a failure for another reason would not
    @ParameterizedTest(name = "{1} without {0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    skip-or-equal | CommitBoundariesIT#a_commit_that_begins_where_the_one_before_ends_survives_a_crash_between | Index 'second': expected
                    confirm-received | CommitBoundariesIT#a_commit_that_begins_where_the_one_before_ends_survives_a_crash_between | Confirmed
                    known-by-lsn | CommitBoundariesIT#a_transaction_of_which_half_was_settled_is_whole_after_a_crash | documents
                    no-position-guard | PositionsIT#a_slot_made_anew_under_the_same_name_stops_the_source | Not stopped but
                    no-position-guard | PositionsIT#a_slot_that_is_gone_stops_the_source | Not stopped but
                    no-position-guard | PositionsIT#a_store_that_is_gone_stops_the_source | Not stopped but
                    no-position-guard | PositionsIT#another_server_stops_the_source | Not stopped but
                    no-detach-hold | DetachedTaskIT#a_task_that_stopped_holds_its_position_and_not_the_other_task | the slot is held at the task's position
                    no-detach-hold | DetachedTaskIT#a_paused_task_gets_everything_when_it_resumes | the slot is held at the task's position
                    no-detach-hold | DetachedTaskIT#a_task_that_stopped_gets_everything_after_a_crash | the slot is held at the task's position
                    no-holding-back | SlowTaskIT#a_task_that_is_stuck_is_held_back_and_the_others_go_on | Index 'well': expected 100 documents
                    repeat-dispatched | DetachedTaskIT#a_paused_task_gets_everything_when_it_resumes | what the other task had is not sent again
                    failed-is-settled | DetachedTaskIT#a_task_that_stopped_holds_its_position_and_not_the_other_task | Not stopped but
                    settle-at-202 | DetachedTaskIT#a_task_that_stopped_gets_everything_after_a_crash | the slot is held at the task's position
                    ignore-keepalives | RestartedRowsIT#writes_that_are_not_published_do_not_hold_back_the_slot | Not confirmed up to
                    ignore-keepalives | IdleWalIT#the_slot_follows_whoever_writes(int) | only, of
                    confirm-received | SoakIT#nothing_is_lost_or_confirmed_early_whatever_breaks | expected version
                    settle-at-202 | SoakIT#nothing_is_lost_or_confirmed_early_whatever_breaks | expected version
                    ignore-other-tasks | RunTimeTasksIT#whoever_takes_over_finds_what_was_defined | Index 'items': expected
                    no-silence-limit | BrokenSourceIT#a_connection_that_falls_silent_is_given_up | Index 'item': expected
                    no-silence-limit | BrokenSourceIT#re_reads_do_not_wait_for_a_silent_connection | Index 'large': expected
                    stop-ends-chunk | StepsIT#what_is_filtered_takes_nothing_of_other_tasks_with_it | is lost
                    no-drain | GracefulStopIT#what_was_read_is_settled_and_never_sent_again | only what was not indexed yet
                    no-backpressure | BackPressureIT#reading_stops_and_the_connection_stays_until_there_is_room | Not backpressured but
                    silent-while-held | BackPressureIT#reading_stops_and_the_connection_stays_until_there_is_room | the same connection
                    circuit-never-opens | CircuitIT#a_failing_server_gets_few_requests_and_then_everything | Not shown: meilibridge_circuit_state
                    ignore-set-back | LostIndexIT#an_index_that_was_set_back_is_made_again | Index 'item': expected
                    forget-doubts | LateCopyIT#a_copy_that_comes_while_nobody_runs_is_found | Index 'item': expected
                    ignore-late-copies | LateCopyIT#a_late_replacement_does_not_bring_back_the_old | Index 'item': expected
                    no-gathering | DestinationStepsIT#changes_gather_while_the_server_is_busy | size
                    no-shutdown-probe | ServerOutageIT#a_fast_shutdown_is_not_held_up_by_a_blocked_index | a fast stop within 15 s
                    coalesce-first-wins | RowsIT#inserts_updates_and_deletes_arrive | Index 'plain': expected
                    drop-refused | RowsIT#a_task_stops_before_a_row_that_cannot_be_a_document | Not stopped but
                    no-key-change | RowsIT#a_changed_key_moves_the_document | left over
                    no-id-encoding | RowsIT#texts_of_any_kind_are_keys | Index 'texts': expected
                    no-id-encoding | RowsIT#keys_of_several_columns_make_one_id | Index 'composite': expected
                    no-reread | ToastRowsIT#a_row_that_enters_the_filter_has_its_large_values | Index 'filtered': expected
                    no-reread | ToastRowsIT#a_value_that_stays_moves_with_its_key | Index 'moved': expected
                    no-old-row-fill | ToastRowsIT#a_long_key_that_stays_is_known | Index 'encoded': expected
                    no-skip-creation | ToastRowsIT#a_document_is_not_made_of_what_changed_alone | left over
                    no-delete-of-unmatched | StepsIT#rows_enter_and_leave_the_filter | left over
                    no-delete-of-unmatched | StepsIT#rows_that_count_as_deleted_are_removed_and_come_back | left over
                    no-deletes | StepsIT#rows_that_count_as_deleted_are_marked | left over
                    keep-first-relation | SchemaIT#an_added_column_is_in_rows_written_after_it | Index 'added': expected
                    no-id-prefix | TruncatedTablesIT#a_truncated_table_leaves_the_documents_of_others_in_its_index | Index 'animals': expected
                    clear-at-once | TruncatedTablesIT#documents_on_their_way_are_truncated_too | documents are looked for too early
                    truncate-keeps-batch | TruncatedTablesIT#rows_around_a_truncate_keep_their_order | left over
                    no-partition-roots | TruncatedTablesIT#leaves_are_their_roots_rows_where_the_publication_names_leaves | Index 'leafed': expected
                    full-sync-any-snapshot | FullSyncStandbyIT#a_full_sync_does_not_undo_a_commit_that_nobody_sees_yet | the commit stays
                    mend-without-later | DeadLettersIT#a_failed_batch_is_not_sent_again_over_a_newer_one | expected
                    full-sync-without-windows | ChangingTablesIT#tables_of_every_shape_are_read_while_they_change(int, boolean) | expected
                    full-sync-without-fence | FullSyncFenceIT#rows_do_not_overtake_the_stream | rows wait for the stream
                    full-sync-without-sweep | VanishedRowsIT#keys_and_rules_of_all_kinds_are_looked_at | left over
                    no-fence | StandbyPairIT#one_that_was_frozen_writes_nothing_more_when_it_wakes | Not fenced but
                    post-while-silent | SilentSourceIT#nothing_is_written_until_postgresql_is_heard_of_again | requests in the silence
                    post-while-silent | StandbyPairIT#one_that_was_frozen_writes_nothing_more_when_it_wakes | requests of the old one
                    dropped-is-unsettled | UserRoutesIT#what_a_step_drops_is_filtered_and_settled | Not counted as filtered
                    stop-ends-chunk | UserRoutesIT#what_is_dropped_right_before_the_batch_is_filtered_too | Index 'other': expected
                    no-way-check | UserRoutesIT#a_route_that_fans_out_does_not_start | Not refused
                    keep-aborted | StreamedTransactionsIT#interleaved_transactions_arrive_as_they_were_committed(int) | Index 'rows': expected
                    confirm-prepared | PreparedTransactionsIT#a_prepared_transaction_survives_a_crash_before_it_is_committed | the slot is held before the prepare
                    truncate-by-partition | TruncatedTablesIT#a_truncated_partition_leaves_the_documents_of_the_others | Index 'halved': expected
                    """)
    void an_end_to_end_test_goes_red_without_its_mechanism(
            String failpoint, String test, String says) {
        assumeTrue(isAskedFor(failpoint));
        assertRed(failpoint, test, says);
    }

    /// Runs a test of this package and expects an assertion in it to fail, not what precedes it: at
    /// least once where the test runs with several arguments.
    static void assertRed(String failpoint, String test, String says) {
        assertThat(failures(failpoint, test))
                .isNotEmpty()
                .allSatisfy(failure -> {
                    assertThat(isSeenBy(failure, test)).as("red in the test itself").isTrue();
                    assertThat(texts(failure)).doesNotContain("The slot is not read");
                    assertThat(texts(failure)).contains(says);
                });
    }

    @ParameterizedTest(name = "{1} without {0}")
    @CsvSource({
        "reread-without-waiting, io.meilibridge.replication.RowReaderIT",
        "full-sync-any-snapshot, io.meilibridge.snapshot.ChunkReaderIT",
        "full-sync-without-fence, io.meilibridge.snapshot.ChunkReaderIT",
        "full-sync-without-writing-out, io.meilibridge.snapshot.ChunkReaderIT"
    })
    void a_component_test_goes_red_without_its_mechanism(String failpoint, String test)
            throws IOException, InterruptedException {
        assumeTrue(isAskedFor(failpoint));
        assertThat(RedRun.inJvmOfItsOwn(failpoint, test)).anyMatch(line -> line.startsWith("red "));
    }

    private static boolean isAskedFor(String failpoint) {
        List<String> names = List.of(System.getProperty(ASKED_FOR, "").split(",", -1));
        return names.contains("all") || names.contains(failpoint);
    }

    private static List<Throwable> failures(String failpoint, String test) {
        System.setProperty(Failpoints.PROPERTY, failpoint);
        System.setProperty(Scene.PATIENCE, PATIENCE_SECONDS);
        try {
            String method = RedScenesIT.class.getPackageName() + "." + test;
            return RedRun.here(selectMethod(method)).getFailures().stream()
                    .map(TestExecutionSummary.Failure::getException)
                    .toList();
        } finally {
            System.clearProperty(Failpoints.PROPERTY);
            System.clearProperty(Scene.PATIENCE);
        }
    }

    /// Whether an assertion failed, and in the test's own method: not in what precedes it.
    private static boolean isSeenBy(Throwable failure, String test) {
        String method = test.replaceFirst("^.*#", "").replaceFirst("\\(.*", "");
        return failure instanceof AssertionError
                && Arrays.stream(failure.getStackTrace())
                        .anyMatch(frame -> frame.getMethodName().equals(method));
    }

    private static String texts(Throwable failure) {
        List<String> texts = new ArrayList<>();
        for (Throwable each = failure; each != null; each = each.getCause()) {
            texts.add(String.valueOf(each.getMessage()));
        }
        return String.join("\n", texts);
    }
}
