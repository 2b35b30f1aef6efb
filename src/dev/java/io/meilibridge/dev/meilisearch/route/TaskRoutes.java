package io.meilibridge.dev.meilisearch.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.dev.http.HttpResponse;
import io.meilibridge.dev.meilisearch.auth.Access;
import io.meilibridge.dev.meilisearch.error.RequestRefusedException;
import io.meilibridge.dev.meilisearch.task.TaskFilter;
import io.meilibridge.dev.meilisearch.task.TaskPage;
import io.meilibridge.dev.meilisearch.task.TaskQueue;
import io.meilibridge.dev.meilisearch.task.TaskWork.CancelTasks;
import io.meilibridge.dev.meilisearch.task.TaskWork.DeleteTasks;

/// `/tasks`, `/tasks/{uid}`, `/tasks/cancel`.
final class TaskRoutes {

    private static final int LIMIT = 20;

    HttpResponse answer(Call call) {
        return switch (call.path().size()) {
            case 1 ->
                    switch (call.method()) {
                        case "GET" -> list(call);
                        case "DELETE" -> delete(call);
                        default -> Routes.wrongMethod();
                    };
            case 2 ->
                    switch (call.method()) {
                        case "GET" -> get(call, call.path().getLast());
                        case "POST" ->
                                call.path().getLast().equals("cancel")
                                        ? cancel(call)
                                        : Routes.unknown();
                        default -> Routes.wrongMethod();
                    };
            default -> Routes.unknown();
        };
    }

    private static HttpResponse list(Call call) {
        Access access = call.authorize("tasks.get");
        Query query = Query.of(call.rawQuery());
        TaskFilter filter = TaskFilterReader.read(query, true, access);
        Long from =
                query.text("from") == null ? null : query.number("from", 0, "invalid_task_from");
        TaskPage page =
                new TaskPage(
                        query.number("limit", LIMIT, "invalid_task_limit"),
                        from,
                        query.flag("reverse", "invalid_task_reverse"));
        return Call.ok(call.instance().queue().page(filter, page));
    }

    private static HttpResponse get(Call call, String uid) {
        Access access = call.authorize("tasks.get");
        int number;
        try {
            number = Integer.parseUnsignedInt(uid);
        } catch (NumberFormatException e) {
            throw new RequestRefusedException(
                    "invalid_task_uids", "`" + uid + "` is not a task uid.");
        }
        ObjectNode view =
                call.instance().queue().view(number, task -> access.sees(task.indexUid()));
        if (view == null) {
            throw new RequestRefusedException("task_not_found", "Task `" + uid + "` not found.");
        }
        return Call.ok(view);
    }

    private static HttpResponse cancel(Call call) {
        Access access = call.authorize("tasks.cancel");
        TaskQueue queue = call.instance().queue();
        TaskFilter filter = required(call, access);
        return call.enqueue(200, null, new CancelTasks(queue.uids(filter), "?" + call.rawQuery()));
    }

    private static HttpResponse delete(Call call) {
        Access access = call.authorize("tasks.delete");
        TaskQueue queue = call.instance().queue();
        TaskFilter filter = required(call, access);
        return call.enqueue(200, null, new DeleteTasks(queue.uids(filter), "?" + call.rawQuery()));
    }

    private static TaskFilter required(Call call, Access access) {
        Query query = Query.of(call.rawQuery());
        if (query.isEmpty()) {
            throw new RequestRefusedException(
                    "missing_task_filters", "Query parameters to filter the tasks are missing.");
        }
        return TaskFilterReader.read(query, false, access);
    }
}
