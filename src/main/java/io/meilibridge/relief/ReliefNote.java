package io.meilibridge.relief;

import java.util.ArrayList;
import java.util.List;

/// What the store of checkpoints knows of what a sync task has put aside: the queues that are to be
/// sent, oldest first. What a queue holds beyond its last entry here was not settled, so the WAL
/// has it still.
///
/// As text a line with the index, then one for each queue with its last entry and its name.
///
/// @param index the index it is for
record ReliefNote(String index, List<Queue> queues) {

    /// @param last the number of the newest entry whose changes may be settled; 0: none yet
    record Queue(String name, long last) {}

    ReliefNote {
        queues = List.copyOf(queues);
    }

    static String key(String task) {
        return "relief:" + task;
    }

    String text() {
        StringBuilder text = new StringBuilder(index);
        for (Queue queue : queues) {
            text.append('\n').append(queue.last()).append(' ').append(queue.name());
        }
        return text.toString();
    }

    /// @throws IllegalArgumentException when it is not what [#text] gives
    static ReliefNote of(String text) {
        List<String> lines = text.lines().toList();
        List<Queue> queues = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            int space = line.indexOf(' ');
            if (space < 1) {
                throw new IllegalArgumentException("There is no queue in '" + line + "'.");
            }
            queues.add(
                    new Queue(line.substring(space + 1), Long.parseLong(line.substring(0, space))));
        }
        return new ReliefNote(lines.getFirst(), queues);
    }
}
