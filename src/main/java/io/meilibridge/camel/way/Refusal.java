package io.meilibridge.camel.way;

/// Why a step has no place between source and settle, and what to write instead. The constants'
/// names stand in the faults and in `docs/routes.md`.
enum Refusal {
    FANS_OUT(
            "it sends copies of the changes several ways, and only one of them can be waited for",
            "Call one place after the other with 'to', or 'enrich' where the answer is needed."),
    OTHER_THREAD(
            "it passes the changes to another thread, which may overtake, and the first thread takes"
                    + " them for done",
            "Use 'direct:' and 'to', which stay on the thread that reads the slot."),
    REORDERS(
            "it changes the order of the changes, so that an older row could be written over a newer"
                    + " one",
            "Leave it out: the order of the stream is the order of the index."),
    HIDES_FAILURE(
            "a step that failed would count as done, or be run again behind later changes",
            "Catch what may fail, where it may fail, with 'doTry' and 'doCatch'."),
    DROPS_UNSEEN(
            "it drops changes by when or how often they come, and the index would lack them",
            "Drop by what a row holds: with 'filter', or the task's own 'filter:' and"
                    + " 'soft_delete:'."),
    OWN_AGGREGATION(
            "it gathers the changes in a way of its own, so that what was gathered before it is"
                    + " written is taken for done",
            "Keep the one 'aggregate' of routes/sync-task.yaml as it is there, and no other; to look"
                    + " at single changes use 'split' without an aggregation strategy."),
    REPEATED(
            "it is reached with parts or copies of the changes, and only the first would be written",
            "Move it behind the step around it."),
    TOUCHES_CARRIAGE(
            "it takes away the exchange property that the receipt of the changes hangs on",
            "Name the properties that you have set yourself."),
    CANNOT_FOLLOW(
            "where it leads is known only when it runs",
            "Name the endpoint, or decide between several with 'choice'."),
    NO_SUCH_ROUTE("no route begins there", "Add a route with that 'from', or mend the name."),
    NOT_DELIVERED(
            "it has no 'aggregate' with {{gathering}}, so no change would reach the index",
            "Take over the 'aggregate' of routes/sync-task.yaml.");

    private final String reason;
    private final String instead;

    Refusal(String reason, String instead) {
        this.reason = reason;
        this.instead = instead;
    }

    /// One fault, in one line.
    ///
    /// @param step empty where the route as a whole is meant
    String text(String file, String route, String step) {
        return "%s: %s: %srefused (%s): %s. %s"
                .formatted(
                        file,
                        route,
                        step.isEmpty() ? "" : "step " + step + ": ",
                        name(),
                        reason,
                        instead);
    }
}
