package io.meilibridge.task;

import io.meilibridge.deadletter.DeadLetter;
import io.meilibridge.deadletter.DeadLetters;
import io.meilibridge.document.DocumentId;
import io.meilibridge.event.ChangeEvent;
import io.meilibridge.event.Position;
import io.meilibridge.fault.MappingException;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.fault.Remedy;
import io.meilibridge.meilisearch.Refusal;
import io.meilibridge.step.TaskSteps;
import io.meilibridge.step.Unmappable;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// What of one sync task cannot be indexed. It is kept as a dead letter, durably, before the
/// position passes it; where none are kept, or one cannot be, the method that is to keep it throws
/// the fault that has to stop the task. Thread-safe.
final class RefusedChanges {

    private final TaskDefinition definition;
    private final @Nullable DeadLetters letters;
    private final TaskListener listener;
    private final InstantSource clock;

    /// @param letters where they are kept; null for nowhere
    RefusedChanges(
            TaskDefinition definition,
            @Nullable DeadLetters letters,
            TaskListener listener,
            InstantSource clock) {
        this.definition = definition;
        this.letters = letters;
        this.listener = listener;
        this.clock = clock;
    }

    /// Those that are kept now.
    int count() {
        return letters == null ? 0 : letters.count(definition.id());
    }

    /// Another process may have kept some.
    ///
    /// @throws io.meilibridge.fault.CheckpointException when their store cannot be read
    void readAgain() {
        if (letters != null) {
            letters.readAgain();
        }
    }

    /// Meilisearch refuses a document.
    void keep(Refusal refusal) {
        keep(refusal.documentId(), refusal.position(), refusal.document(), refusal.fault());
    }

    /// No document can be made of a change.
    void keep(Unmappable change) {
        DocumentId id = change.id();
        keep(id == null ? "" : id.value(), change.event().position(), "", change.fault());
    }

    /// What a step makes of events. Where it does not take one, they are given to it one by one,
    /// which is the same to it, and those that it does not take are kept.
    List<ChangeEvent> applied(
            TaskSteps steps,
            BiFunction<TaskSteps, List<ChangeEvent>, List<ChangeEvent>> step,
            List<ChangeEvent> events) {
        try {
            return step.apply(steps, events);
        } catch (MappingException fault) {
            requireLetter(fault);
        }
        List<ChangeEvent> taken = new ArrayList<>();
        for (ChangeEvent event : events) {
            try {
                taken.addAll(step.apply(steps, List.of(event)));
            } catch (MappingException fault) {
                requireLetter(fault);
                keep(steps.refused(event, fault));
            }
        }
        return taken;
    }

    private static void requireLetter(MappingException fault) {
        if (fault.remedy() != Remedy.DEAD_LETTER) {
            throw fault;
        }
    }

    private void keep(
            String documentId, Position position, String document, PipelineException fault) {
        if (letters == null) {
            throw fault;
        }
        String hint = fault.hint().isEmpty() ? "" : " " + fault.hint();
        DeadLetter letter =
                new DeadLetter(
                        definition.id(),
                        definition.table(),
                        documentId,
                        fault.code(),
                        fault.getMessage() + hint,
                        position,
                        clock.instant(),
                        document);
        letters.add(letter);
        listener.refused(definition.id(), letter);
    }
}
