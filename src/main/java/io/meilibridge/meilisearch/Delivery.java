package io.meilibridge.meilisearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meilibridge.document.DocumentChange.Delete;
import io.meilibridge.document.DocumentId;
import io.meilibridge.event.Lsn;
import io.meilibridge.event.Position;
import io.meilibridge.fault.DeliveryException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.Failpoints;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.fault.Remedy;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One batch on its way to its index, as a conversation: [#next()] gives the request to make, the
/// answer comes back through [#answered(Answer)] or [#unanswered(Throwable)], until there is no
/// next one. The order is: what makes the index ready, then the batch's pieces. A request that
/// fails in a way that passes is given again, after a wait, for ever; it may have arrived the first
/// time, which does no harm, since nothing newer was sent in between.
///
/// Used by one thread, which [#next()] may hold for as long as the lane, the server or a back-off
/// needs. [#close()] has to follow, whatever happened.
public final class Delivery implements AutoCloseable {

    /// How long a wait lasts before it looks whether the task still sends.
    private static final Duration LOOK = Duration.ofMillis(200);

    private static final boolean CLEAR_AT_ONCE = Failpoints.on("clear-at-once");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final DestinationIndex destination;
    private final Settlement settlement;
    private final String keyField;
    private final String metadata;
    private final Deque<Piece> pieces;
    private final Acceptance acceptance;
    private final BooleanSupplier stepsAside;
    private final Leave leave;
    private boolean begun;
    private @Nullable Request asked;
    private @Nullable Piece marked;
    private String mark = "";
    private boolean asksPreparation;
    private boolean allAccepted;

    /// @param keyField the field of the documents that is the index's primary key
    /// @param metadata what every write carries as `customMetadata`
    public Delivery(
            DestinationIndex destination, Settlement settlement, String keyField, String metadata) {
        this(destination, settlement, keyField, metadata, () -> false);
    }

    /// The same.
    ///
    /// @param stepsAside whether a wait is to end, because the batch may be kept elsewhere rather
    ///   than wait on: [#next()] then gives none, and [#hasSteppedAside()] says why
    public Delivery(
            DestinationIndex destination,
            Settlement settlement,
            String keyField,
            String metadata,
            BooleanSupplier stepsAside) {
        this.destination = destination;
        this.settlement = settlement;
        this.keyField = keyField;
        this.metadata = metadata;
        this.stepsAside = stepsAside;
        this.leave = new Leave(destination.circuit(), settlement.sender(), this::goesOn);
        this.pieces = Piece.of(settlement.batch());
        this.acceptance = this::open;
    }

    /// One that makes good what others left undone: it is not kept itself.
    Delivery(
            DestinationIndex destination,
            Settlement settlement,
            String keyField,
            String metadata,
            Deque<Piece> pieces,
            Acceptance acceptance) {
        this.destination = destination;
        this.settlement = settlement;
        this.keyField = keyField;
        this.metadata = metadata;
        this.stepsAside = () -> false;
        this.leave = new Leave(destination.circuit(), settlement.sender(), this::goesOn);
        this.pieces = pieces;
        this.acceptance = acceptance;
        this.begun = true;
    }

    /// What is done about a piece that the server has taken.
    interface Acceptance {

        /// @return what is to be sent in its place; nothing when it is done
        /// @throws io.meilibridge.fault.PipelineException when it is to be sent again after a
        ///   while, or the sync task has to stop
        List<Piece> accepted(Piece piece, Request request, TaskStamp task)
                throws InterruptedException;
    }

    /// Its task is watched while the next piece is sent.
    private List<Piece> open(Piece piece, Request request, TaskStamp task) {
        settlement.taskOpened();
        destination
                .watch()
                .opened(
                        task,
                        new BatchTask(destination, settlement, request.documents(), metadata));
        return List.of();
    }

    /// The next request to make; null when there is none, because all was accepted or because the
    /// task no longer sends.
    ///
    /// @throws InterruptedException when the wait was interrupted; the delivery then ends unsettled
    public @Nullable Request next() throws InterruptedException {
        if (!awaitTurn() || !leave.awaitBackoff()) {
            return null;
        }
        if (!begun) {
            begun = true;
            destination.kept().begun(settlement, keyField, metadata);
        }
        Request request = due();
        if (request == null || !leave.awaitPass()) {
            return null;
        }
        asked = request;
        return request;
    }

    private @Nullable Request due() throws InterruptedException {
        Request preparation = destination.preparation().next(keyField);
        asksPreparation = preparation != null;
        if (preparation != null) {
            return preparation;
        }
        Piece piece = pieces.peek();
        if (piece == null) {
            allAccepted = true;
            settlement.sent();
            return null;
        }
        return awaitRoom(piece) ? destination.requests().of(piece, keyField, markOf(piece)) : null;
    }

    /// The same each time that it is sent.
    @SuppressWarnings("ReferenceEquality") // Equal ones are different requests.
    private String markOf(Piece piece) {
        if (piece != marked) {
            marked = piece;
            mark = destination.copies().mark(metadata);
        }
        return mark;
    }

    /// Whether the request was taken is not known, so a copy of it may come at any time.
    private void doubt() {
        Piece piece = pieces.peek();
        if (!asksPreparation && piece != null && !(piece instanceof Piece.ClearPrefix)) {
            destination.copies().doubtful(markOf(piece), settlement.sender().task(), piece);
        }
    }

    private boolean isSending() {
        return settlement.sender().isSending() && !settlement.hasEnded();
    }

    private boolean goesOn() {
        return isSending() && !stepsAside.getAsBoolean();
    }

    /// Whether [#next()] gave none though there is more to send: what is left of the batch is to be
    /// kept elsewhere, or [#next()] called again.
    public boolean hasSteppedAside() {
        return !allAccepted && isSending();
    }

    private boolean awaitTurn() throws InterruptedException {
        while (goesOn()) {
            if (destination.lane().sending().isHeldByCurrentThread()
                    || destination
                            .lane()
                            .sending()
                            .tryLock(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return false;
    }

    private boolean awaitRoom(Piece piece) throws InterruptedException {
        boolean quiet = piece instanceof Piece.ClearPrefix && !CLEAR_AT_ONCE;
        while (goesOn()) {
            if (quiet ? destination.lane().awaitQuiet(LOOK) : destination.lane().awaitRoom(LOOK)) {
                return true;
            }
        }
        return false;
    }

    /// Holds the whole conversation, on this thread: until there is no next request.
    ///
    /// @param http sends a request and waits for the answer; throws a DeliveryException when there
    ///   is none
    public void converse(Function<Request, Answer> http) throws InterruptedException {
        for (Request request = next(); request != null; request = next()) {
            Answer answer;
            try {
                answer = http.apply(request);
            } catch (DeliveryException unanswered) {
                unanswered(unanswered.getCause());
                continue;
            }
            answered(answer);
        }
    }

    /// The answer to the request that [#next()] gave.
    public void answered(Answer answer) throws InterruptedException {
        Request request = takeAsked();
        if (DestinationFaults.isOutage(answer)) {
            if (DestinationFaults.mayHaveTaken(answer)) {
                doubt();
            }
            leave.outage(DestinationFaults.refused(request, answer), answer.retryAfter());
        } else {
            leave.answered();
        }
        try {
            if (asksPreparation) {
                prepared(request, answer);
            } else if (answer.isSuccess()) {
                accepted(request, answer);
            } else {
                throw DestinationFaults.refused(request, answer);
            }
            leave.succeeded();
        } catch (PipelineException fault) {
            failed(fault, answer.retryAfter());
        }
    }

    /// The request that [#next()] gave got no answer.
    public void unanswered(@Nullable Throwable cause) {
        DeliveryException fault = DestinationFaults.unanswered(takeAsked(), cause);
        if (!(cause instanceof ConnectException)) {
            doubt();
        }
        leave.outage(fault, Duration.ZERO);
        failed(fault, Duration.ZERO);
    }

    private Request takeAsked() {
        Request request = asked;
        if (request == null) {
            throw new IllegalStateException("No request was given out.");
        }
        asked = null;
        return request;
    }

    private void prepared(Request request, Answer answer) throws InterruptedException {
        boolean makesTask = request.method() != Request.Method.GET && answer.isSuccess();
        if (makesTask) {
            AwaitedTask task = new AwaitedTask(destination.lane());
            destination.watch().opened(taskOf(request, answer), task);
            while (!task.await(LOOK)) {
                if (!goesOn()) {
                    return;
                }
            }
            if (!task.hasSucceeded()) {
                if (request.operation() == Operation.CREATE_INDEX
                        && task.failedWith("index_already_exists")) {
                    destination.preparation().lookAgain();
                    return;
                }
                throw task.fault(destination.lane().index(), "its preparation");
            }
        }
        destination.preparation().answered(request, answer, keyField);
    }

    private void accepted(Request request, Answer answer) throws InterruptedException {
        Piece piece = pieces.element();
        if (piece instanceof Piece.ClearPrefix clear) {
            nextPage(clear, request, answer);
            return;
        }
        TaskStamp task;
        try {
            task = taskOf(request, answer);
        } catch (DeliveryException unreadable) {
            doubt();
            throw unreadable;
        }
        destination.copies().told(markOf(piece), task.uid());
        replaceFirst(acceptance.accepted(piece, request, task));
    }

    private void replaceFirst(List<Piece> instead) {
        pieces.remove();
        instead.reversed().forEach(pieces::addFirst);
    }

    /// A page of the index was read: its documents of the prefix are deleted before the next page.
    private void nextPage(Piece.ClearPrefix clear, Request request, Answer answer) {
        List<Delete> deletes = new ArrayList<>();
        JsonNode results = read(request, answer).path("results");
        pieces.remove();
        for (JsonNode document : results) {
            String id = document.path(keyField).asText("");
            if (id.startsWith(clear.prefix())) {
                deletes.add(new Delete(new Position(Lsn.INVALID, 0), new DocumentId(id)));
            }
        }
        if (results.size() == PieceRequests.PAGE) {
            int left = clear.offset() + results.size() - deletes.size();
            pieces.addFirst(new Piece.ClearPrefix(clear.prefix(), left));
        }
        if (!deletes.isEmpty()) {
            pieces.addFirst(new Piece.Changes(Operation.DELETE, deletes));
        }
    }

    private static TaskStamp taskOf(Request request, Answer answer) {
        JsonNode summary = read(request, answer);
        JsonNode uid = summary.path("taskUid");
        if (!uid.canConvertToLong() || !uid.isNumber()) {
            throw unreadable(request, null);
        }
        return new TaskStamp(uid.longValue(), summary.path("enqueuedAt").asText(""));
    }

    private static JsonNode read(Request request, Answer answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException notJson) {
            throw unreadable(request, notJson);
        }
    }

    private static DeliveryException unreadable(Request request, @Nullable IOException cause) {
        return new DeliveryException(
                ErrorCode.DESTINATION_BUSY,
                "Cannot read the answer to " + request + ".",
                "Is it Meilisearch that answers at 'meilisearch.url'? It is tried again.",
                cause);
    }

    private void failed(PipelineException fault, Duration retryAfter) {
        if (fault.code() == ErrorCode.PAYLOAD_TOO_LARGE && halve()) {
            return;
        }
        boolean passes =
                fault.remedy() == Remedy.RETRY && fault.code() != ErrorCode.PAYLOAD_TOO_LARGE;
        if (!passes) {
            settlement.fail(fault);
            return;
        }
        if (fault.code() == ErrorCode.TASK_UNKNOWN) {
            destination.suspect();
            destination.preparation().lookAgain();
        }
        leave.failed(fault, retryAfter);
    }

    /// Splits the piece that was too large; false when it is a single document.
    private boolean halve() {
        if (!(pieces.peek() instanceof Piece.Changes large) || large.changes().size() < 2) {
            return false;
        }
        replaceFirst(large.halves());
        return true;
    }

    /// Lets the next batch of the index go, and gives back the place that the lane had reserved for
    /// this one. A batch that was not wholly accepted is abandoned.
    @Override
    public void close() {
        if (!allAccepted) {
            settlement.giveUp();
        }
        leave.end();
        destination.lane().release();
        if (destination.lane().sending().isHeldByCurrentThread()) {
            destination.lane().sending().unlock();
        }
    }
}
