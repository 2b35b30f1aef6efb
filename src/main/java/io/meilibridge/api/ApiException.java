package io.meilibridge.api;

import io.meilibridge.fault.PipelineException;
import jakarta.ws.rs.core.Response.Status;

/// A request cannot be done; carries the answer.
final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    ApiException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    static ApiException unknownTask(String id) {
        return new ApiException(
                Problem.of(
                        Status.NOT_FOUND,
                        "TASK_UNKNOWN",
                        "There is no sync task '" + id + "'.",
                        "GET /api/sync-tasks lists them."));
    }

    static ApiException taskExists(String id) {
        return new ApiException(
                Problem.of(
                        Status.CONFLICT,
                        "TASK_EXISTS",
                        "There is a sync task '" + id + "' already.",
                        "PUT /api/sync-tasks/" + id + " changes it."));
    }

    static ApiException notDefined(String id) {
        return new ApiException(
                Problem.of(
                        Status.CONFLICT,
                        "TASK_NOT_DEFINED",
                        "Sync task '" + id + "' is as it is configured.",
                        "GET /api/config shows what was defined at run time."));
    }

    static ApiException altersAnother(String id, String other, String index) {
        return new ApiException(
                Problem.of(
                        Status.CONFLICT,
                        "TASK_ALTERS_ANOTHER",
                        "Sync task '%s' would change the ids of task '%s', with which it shares index '%s'."
                                .formatted(id, other, index),
                        "Give both an 'id_prefix', the other one first, or use another index."));
    }

    static ApiException standsBy(String source) {
        return new ApiException(
                Problem.of(
                        Status.CONFLICT,
                        "STANDING_BY",
                        "Another instance has the slot of source '" + source + "'.",
                        "Ask that instance: this one finds what was defined when it takes over."));
    }

    static ApiException unusableDefinition(PipelineException fault) {
        return new ApiException(Problem.of(Status.BAD_REQUEST, fault));
    }

    /// The table of a definition.
    static ApiException unusableTable(PipelineException fault) {
        return new ApiException(Problem.of(Status.CONFLICT, fault));
    }

    static ApiException unknownJob(String id) {
        return new ApiException(
                Problem.of(
                        Status.NOT_FOUND,
                        "JOB_UNKNOWN",
                        "There is no job '" + id + "'.",
                        "GET /api/jobs lists those since the start."));
    }

    static ApiException unknownDeadLetter(String id) {
        return new ApiException(
                Problem.of(
                        Status.NOT_FOUND,
                        "DEAD_LETTER_UNKNOWN",
                        "There is no dead letter '" + id + "'.",
                        "GET /api/dead-letters lists them."));
    }

    static ApiException noDeadLetters() {
        return new ApiException(
                Problem.of(
                        Status.CONFLICT,
                        "DEAD_LETTERS_OFF",
                        "No dead letters are kept.",
                        "Set 'error_handling.dead_letter_queue.enabled' to true: a task stops before"
                                + " what cannot be indexed otherwise."));
    }

    /// @param expected what was expected and what was got
    static ApiException unusable(String key, String expected) {
        return new ApiException(
                Problem.of(
                        Status.BAD_REQUEST,
                        "REQUEST_INVALID",
                        "Cannot use " + key + " of the request: " + expected + ".",
                        "/q/openapi describes what can be asked."));
    }

    static ApiException noCheckpoint(String task) {
        return new ApiException(
                Problem.of(
                        Status.NOT_FOUND,
                        "CHECKPOINT_UNKNOWN",
                        "There is no checkpoint of sync task '" + task + "' yet.",
                        "Its source has not streamed since the start."));
    }

    static ApiException slotInUse(String slot) {
        return new ApiException(
                Problem.of(
                        Status.CONFLICT,
                        "SLOT_NOT_LOST",
                        "Slot '" + slot + "' is not lost.",
                        "Send {\"confirm\": true} to drop it all the same: every table is read as a"
                                + " whole then."));
    }

    static ApiException notStreaming(String source) {
        return new ApiException(
                Problem.of(
                        Status.CONFLICT,
                        "SOURCE_NOT_STREAMING",
                        "Source '" + source + "' has not streamed since the start.",
                        "GET /api/cdc/status shows what holds it up."));
    }

    static ApiException unreachable(String task, String expected) {
        return new ApiException(
                Problem.of(
                        Status.CONFLICT,
                        "POSITION_UNREACHABLE",
                        "Cannot set the checkpoint of task '"
                                + task
                                + "': expected "
                                + expected
                                + ".",
                        "PostgreSQL sends from the slot's confirmed position on, whatever is asked"
                                + " for. DELETE /api/checkpoints/{task} reads the table as a whole."));
    }

    static ApiException skips(String task, String from, String to) {
        return new ApiException(
                Problem.of(
                        Status.CONFLICT,
                        "POSITION_SKIPS",
                        "The changes of task '%s' between %s and %s would be skipped."
                                .formatted(task, from, to),
                        "If that is meant, pause the task and add ?force=true."));
    }

    static ApiException tooManyWatchers(int most) {
        return new ApiException(
                Problem.of(
                        Status.CONFLICT,
                        "TOO_MANY_WATCHERS",
                        "Changes are watched by " + most + " already.",
                        "Close one of them."));
    }

    /// With every fault; secrets are in none.
    static ApiException faultyConfiguration(PipelineException fault) {
        return new ApiException(Problem.of(Status.CONFLICT, fault));
    }

    static ApiException nothingToReload() {
        return new ApiException(
                Problem.of(
                        Status.CONFLICT,
                        "NOTHING_RUNS",
                        "There is no pipeline that another configuration could change.",
                        "Start the service anew: it reads its configuration then."));
    }

    static ApiException unknownSource(String name) {
        return new ApiException(
                Problem.of(
                        Status.NOT_FOUND,
                        "SOURCE_UNKNOWN",
                        "There is no source '" + name + "'.",
                        "GET /api/cdc/status lists them."));
    }

    static ApiException ambiguousSource() {
        return new ApiException(
                Problem.of(
                        Status.BAD_REQUEST,
                        "SOURCE_AMBIGUOUS",
                        "There are several sources, and the request names none.",
                        "Add ?source= with one of the names that GET /api/cdc/status lists."));
    }

    static ApiException starting() {
        return new ApiException(
                Problem.of(
                        Status.SERVICE_UNAVAILABLE,
                        "STARTING",
                        "The pipeline is being built.",
                        "Try again in a moment."));
    }

    Problem problem() {
        return problem;
    }
}
