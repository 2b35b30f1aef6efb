package io.meilibridge.dev.meilisearch.route;

import io.meilibridge.dev.meilisearch.auth.Access;
import io.meilibridge.dev.meilisearch.error.RequestRefusedException;
import io.meilibridge.dev.meilisearch.task.Task;
import io.meilibridge.dev.meilisearch.task.TaskFilter;
import io.meilibridge.dev.meilisearch.task.TaskStatus;
import io.meilibridge.dev.meilisearch.task.TaskType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads the filters of task routes: comma lists, `*` for anything, and dates.
final class TaskFilterReader {

    private static final Set<String> PAGING = Set.of("limit", "from", "reverse");
    private static final Set<String> LISTS =
            Set.of("uids", "batchUids", "statuses", "types", "indexUids", "canceledBy");
    private static final Map<String, Function<Task, @Nullable Instant>> DATES =
            Map.of(
                    "EnqueuedAt", Task::enqueuedAt,
                    "StartedAt", Task::startedAt,
                    "FinishedAt", Task::finishedAt);

    private final Query query;

    private TaskFilterReader(Query query) {
        this.query = query;
    }

    /// @param paged whether `limit`, `from` and `reverse` may be there too
    static TaskFilter read(Query query, boolean paged, Access access) {
        Set<String> known = new HashSet<>(LISTS);
        for (String date : DATES.keySet()) {
            known.add("before" + date);
            known.add("after" + date);
        }
        if (paged) {
            known.addAll(PAGING);
        }
        TaskFilterReader reader = new TaskFilterReader(query.only(known));
        return reader.filter(access);
    }

    private TaskFilter filter(Access access) {
        Set<TaskStatus> statuses = names("statuses", TaskStatus::of, "invalid_task_statuses");
        Set<TaskType> types = names("types", TaskType::of, "invalid_task_types");
        Set<Integer> batches = numbers("batchUids", "invalid_batch_uids");
        Set<Integer> cancelers = numbers("canceledBy", "invalid_task_canceled_by");
        Set<String> indexes =
                names(
                        "indexUids",
                        name -> Optional.of(IndexNames.checked(name, "invalid_index_uid")),
                        "invalid_index_uid");
        Predicate<Task> rest = task -> access.sees(task.indexUid());
        rest = rest.and(task -> statuses == null || statuses.contains(task.status()));
        rest = rest.and(task -> types == null || types.contains(task.type()));
        rest = rest.and(task -> batches == null || holds(batches, task.batchUid()));
        rest = rest.and(task -> cancelers == null || holds(cancelers, task.canceledBy()));
        rest = rest.and(task -> indexes == null || holds(indexes, task.indexUid()));
        for (Map.Entry<String, Function<Task, @Nullable Instant>> date : DATES.entrySet()) {
            rest = rest.and(date("before", date.getKey(), date.getValue()));
            rest = rest.and(date("after", date.getKey(), date.getValue()));
        }
        boolean unfinishedOnly =
                statuses != null && statuses.stream().noneMatch(TaskStatus::isFinished);
        return new TaskFilter(numbers("uids", "invalid_task_uids"), unfinishedOnly, rest);
    }

    private static <T> boolean holds(Set<T> wanted, @Nullable T value) {
        return value != null && wanted.contains(value);
    }

    /// @return null for anything
    private <T> @Nullable Set<T> names(
            String name, Function<String, Optional<T>> read, String code) {
        List<String> texts = query.list(name);
        if (texts == null || texts.contains("*")) {
            return null;
        }
        return texts.stream()
                .map(text -> read.apply(text).orElseThrow(() -> invalid(name, text, code)))
                .collect(Collectors.toSet());
    }

    private @Nullable Set<Integer> numbers(String name, String code) {
        return names(name, TaskFilterReader::number, code);
    }

    private static Optional<Integer> number(String text) {
        try {
            return Optional.of(Integer.parseUnsignedInt(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private Predicate<Task> date(
            String side, String what, Function<Task, @Nullable Instant> value) {
        String text = query.text(side + what);
        if (text == null || text.equals("*")) {
            return task -> true;
        }
        String code =
                "invalid_task_"
                        + (side + what).replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
        boolean before = side.equals("before");
        Instant bound = instant(side + what, text, code, before);
        return task -> {
            Instant at = value.apply(task);
            return at != null && (before ? at.isBefore(bound) : at.isAfter(bound));
        };
    }

    /// A date without time: before it begins, after it ends.
    private static Instant instant(String name, String text, String code, boolean before) {
        try {
            if (text.length() == 10) {
                LocalDate day = LocalDate.parse(text);
                return (before ? day : day.plusDays(1)).atStartOfDay().toInstant(ZoneOffset.UTC);
            }
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw invalid(name, text, code);
        }
    }

    private static RequestRefusedException invalid(String name, String text, String code) {
        return new RequestRefusedException(
                code, "Invalid value `" + text + "` in parameter `" + name + "`.");
    }
}
