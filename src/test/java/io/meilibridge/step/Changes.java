package io.meilibridge.step;

import io.meilibridge.document.DocumentChange;
import io.meilibridge.event.ChangeEvent;
import io.meilibridge.step.rule.TaskRules;
import java.util.ArrayList;
import java.util.List;

/// What steps made of events, as lines that tests compare.
final class Changes {

    private Changes() {}

    /// All steps but the re-read, in order.
    static List<String> of(TaskRules rules, ChangeEvent... events) {
        TaskSteps steps = new TaskSteps(rules);
        return lines(map(steps, List.of(events)));
    }

    static Mapped map(TaskSteps steps, List<ChangeEvent> events) {
        List<ChangeEvent> completed = steps.complete(events);
        List<ChangeEvent> left = steps.softDelete(steps.filter(completed));
        return steps.map(steps.transform(left));
    }

    static List<String> lines(Mapped mapped) {
        List<String> lines = new ArrayList<>();
        for (DocumentChange change : mapped.changes()) {
            lines.add(
                    switch (change) {
                        case DocumentChange.Replace replace ->
                                "replace " + replace.id() + " " + replace.document().json();
                        case DocumentChange.Patch patch ->
                                "patch " + patch.id() + " " + patch.document().json();
                        case DocumentChange.Delete delete -> "delete " + delete.id();
                        case DocumentChange.DeleteAll all -> "delete all " + all.idPrefix();
                    });
        }
        for (Unmappable refused : mapped.refused()) {
            lines.add("refused " + refused.id() + " " + refused.fault().code());
        }
        return lines;
    }
}
