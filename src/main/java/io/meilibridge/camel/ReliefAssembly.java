package io.meilibridge.camel;

import io.meilibridge.checkpoint.CheckpointStore;
import io.meilibridge.checkpoint.Tenure;
import io.meilibridge.meilisearch.Answer;
import io.meilibridge.meilisearch.Confirmation;
import io.meilibridge.meilisearch.Request;
import io.meilibridge.relief.ReliefLeftOver;
import io.meilibridge.relief.ReliefStore;
import io.meilibridge.relief.ReliefTask;
import io.meilibridge.relief.TaskRelief;
import io.meilibridge.task.FullSyncs;
import io.meilibridge.task.ReadAnew;
import io.meilibridge.task.SyncTask;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// Makes the WAL relief of one source's tasks.
final class ReliefAssembly {

    private static final AtomicInteger SERIAL = new AtomicInteger();

    private final Parts parts;
    private final CheckpointStore notes;
    private final FullSyncs fullSyncs;
    private final Tenure tenure;
    private final Map<String, ReadAnew> readAnew = new HashMap<>();

    /// What all sources share.
    ///
    /// @param keyPrefix of everything of ours in Redis
    record Parts(
            Reliefs reliefs,
            BatchMarks marks,
            Confirmation confirmation,
            Function<Request, Answer> http,
            String keyPrefix) {

        /// @param notes where the source may write
        ReliefAssembly of(CheckpointStore notes, FullSyncs fullSyncs, Tenure tenure) {
            return new ReliefAssembly(this, notes, fullSyncs, tenure);
        }
    }

    private ReliefAssembly(Parts parts, CheckpointStore notes, FullSyncs fullSyncs, Tenure tenure) {
        this.parts = parts;
        this.notes = notes;
        this.fullSyncs = fullSyncs;
        this.tenure = tenure;
    }

    void add(SyncTask task) {
        ReadAnew makesGood = new ReadAnew(task, fullSyncs, Clock.systemUTC());
        readAnew.put(task.id(), makesGood);
        parts.reliefs().store().ifPresent(store -> add(task, store, makesGood));
    }

    private void add(SyncTask task, ReliefStore store, ReadAnew makesGood) {
        ReliefTask of =
                new ReliefTask(
                        task,
                        task.destination(),
                        () -> task.shadow() != null,
                        new ReliefTask.Sending(
                                parts.confirmation(), () -> parts.marks().next(task), parts.http()),
                        makesGood);
        parts.reliefs()
                .add(
                        task,
                        new TaskRelief(
                                of,
                                store,
                                notes,
                                () -> queueName(task),
                                parts.reliefs().allowed()));
    }

    /// No epoch is used twice.
    private String queueName(SyncTask task) {
        return parts.keyPrefix()
                + ":relief:"
                + task.id()
                + ":"
                + Long.toString(tenure.epoch(), 36)
                + "-"
                + SERIAL.incrementAndGet();
    }

    /// What is stored counts from now on.
    ///
    /// @param anew the tasks that begin anew
    void begin(List<SyncTask> tasks, Set<String> anew) {
        for (SyncTask task : tasks) {
            TaskRelief relief = parts.reliefs().of(task);
            boolean isAnew = anew.contains(task.id());
            if (relief != null) {
                relief.begin(isAnew);
            } else {
                ReadAnew makesGood = readAnew.get(task.id());
                if (makesGood != null) {
                    ReliefLeftOver.look(notes, task.id(), isAnew, makesGood);
                }
            }
        }
    }
}
