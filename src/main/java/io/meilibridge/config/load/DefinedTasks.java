package io.meilibridge.config.load;

import io.meilibridge.config.report.Origin;
import io.meilibridge.config.report.Report;
import io.meilibridge.config.tree.Mapping;
import io.meilibridge.config.tree.Node;
import io.meilibridge.config.tree.Scalar;
import io.meilibridge.config.tree.Sequence;
import io.meilibridge.config.tree.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Lays the tasks that were defined at run time over the list of configured ones. Their values are
/// taken as they are: no variable of the environment can be had by defining a task.
final class DefinedTasks {

    private static final String LIST = "sync_tasks";

    private final RunTimeTasks tasks;
    private final Report report;

    DefinedTasks(RunTimeTasks tasks, Report report) {
        this.tasks = tasks;
        this.report = report;
    }

    void lay(Mapping root) {
        if (tasks.isNone()) {
            return;
        }
        Node configured = root.entries().get(LIST);
        List<Node> items = new ArrayList<>();
        if (configured instanceof Sequence sequence) {
            for (Node item : sequence.items()) {
                if (item != null && !idOf(item).map(tasks.removed()::contains).orElse(false)) {
                    items.add(item);
                }
            }
        }
        tasks.defined()
                .forEach((id, text) -> read(id, text).ifPresent(task -> put(items, id, task)));
        Origin origin = configured == null ? Origin.DEFAULT : configured.origin();
        root.entries().put(LIST, new Sequence(new ArrayList<>(items), true, origin));
    }

    private static void put(List<Node> items, String id, Node task) {
        for (int i = 0; i < items.size(); i++) {
            if (idOf(items.get(i)).filter(id::equals).isPresent()) {
                items.set(i, task);
                return;
            }
        }
        items.add(task);
    }

    private static Optional<String> idOf(Node item) {
        return item instanceof Mapping task && task.entries().get("id") instanceof Scalar id
                ? Optional.of(id.text())
                : Optional.empty();
    }

    private Optional<Node> read(String id, String text) {
        Origin origin = new Origin("run-time definition of '" + id + "'", 0);
        Report faults = new Report();
        Node node = YamlReader.read(text, origin.place(), faults);
        faults.faults().forEach(fault -> report.fault(fault.key(), fault.origin(), fault.text()));
        if (!(node instanceof Mapping task)) {
            if (!faults.hasFaults()) {
                report.fault(LIST, origin, "expected a group of keys, got none");
            }
            return Optional.empty();
        }
        Mapping alone = Mapping.empty(origin);
        List<Node> one = new ArrayList<>(List.of(task));
        alone.entries().put(LIST, new Sequence(new ArrayList<>(one), true, origin));
        new OtherPlaces(report).resolve(alone);
        task.entries().putIfAbsent("id", new Scalar(id, Scalar.Form.TEXT, origin));
        return Optional.of(task);
    }
}
