package io.meilibridge.api;

import io.meilibridge.deadletter.DeadLetter;
import io.meilibridge.deadletter.DeadLetters;
import io.meilibridge.task.RowResync;
import io.meilibridge.task.SourceRun;
import io.meilibridge.task.SyncTask;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Dead letters: looking at them, trying them again, deleting them.
@Path("/api/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Dead letters", description = "Changes that cannot be indexed, with their documents.")
public class DeadLettersResource {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final int ALL = Integer.MAX_VALUE;

    private final RunningBridge running;

    @Inject
    DeadLettersResource(RunningBridge running) {
        this.running = running;
    }

    @GET
    @Operation(
            summary = "List dead letters",
            description = "The newest first. A document has one, the last that was refused of it.")
    @APIResponse(responseCode = "200", description = "The dead letters.")
    public List<DeadLetterView> list(
            @Parameter(description = "Only those of this sync task") @QueryParam("task")
                    @Nullable String task,
            @Parameter(description = "Only those of this code, or with this in their reason")
                    @QueryParam("error")
                    @Nullable String error,
            @Parameter(description = "At most so many") @QueryParam("limit") @DefaultValue("100")
                    int limit) {
        return letters().list(wanted(task, error), usable(limit)).stream()
                .map(DeadLetterView::of)
                .toList();
    }

    private static int usable(int limit) {
        if (limit < 0) {
            throw ApiException.unusable("'limit'", "expected at least 0, got " + limit);
        }
        return limit;
    }

    private static Predicate<DeadLetter> wanted(@Nullable String task, @Nullable String error) {
        return letter ->
                (task == null || letter.task().equals(task))
                        && (error == null || isAbout(letter, error.toLowerCase(Locale.ROOT)));
    }

    private static boolean isAbout(DeadLetter letter, String error) {
        return letter.code().name().toLowerCase(Locale.ROOT).equals(error)
                || letter.reason().toLowerCase(Locale.ROOT).contains(error);
    }

    @GET
    @Path("{id}")
    @Operation(summary = "Show one dead letter")
    @APIResponse(responseCode = "200", description = "The dead letter.")
    @APIResponse(responseCode = "404", description = "There is no such one.")
    public DeadLetterView one(@PathParam("id") String id) {
        return DeadLetterView.of(known(id));
    }

    @DELETE
    @Path("{id}")
    @Operation(
            summary = "Delete a dead letter",
            description = "What is indexed of its document stays as it is.")
    @APIResponse(responseCode = "204", description = "It is deleted.")
    @APIResponse(responseCode = "404", description = "There is no such one.")
    public void delete(@PathParam("id") String id) {
        letters().remove(List.of(known(id).id()));
    }

    @POST
    @Path("{task}/reprocess")
    @Operation(
            summary = "Try the dead letters of a task again",
            description =
                    "By reading their rows as they are now: a row that is gone deletes its document."
                            + " Answers when that is indexed; only then a dead letter goes.")
    @APIResponse(responseCode = "200", description = "What became of them.")
    @APIResponse(responseCode = "404", description = "There is no such task.")
    @Consumes(MediaType.WILDCARD)
    @RequestBodySchema(ReprocessRequest.class)
    public ReprocessView reprocess(@PathParam("task") String id, @Nullable String body)
            throws InterruptedException {
        SyncTask task = running.task(id);
        ReprocessRequest request = JsonBody.read(body, ReprocessRequest.class);
        Integer limit = request == null ? null : request.limit();
        List<DeadLetter> tried =
                letters()
                        .list(
                                wanted(id, request == null ? null : request.error()),
                                limit == null ? ALL : usable(limit));
        List<DeadLetter> ofRows =
                tried.stream().filter(letter -> !letter.documentId().isEmpty()).toList();
        if (!ofRows.isEmpty()) {
            SourceRun source = running.source(task.definition().source());
            new RowResync(source.fullSyncs(), source.plan().connections())
                    .run(task, ofRows.stream().map(DeadLetter::documentId).toList(), LIMIT);
        }
        int mended = letters().removeUnlessRefusedAnew(ofRows);
        return new ReprocessView(mended, tried.size() - mended);
    }

    private DeadLetter known(String id) {
        return letters().one(id).orElseThrow(() -> ApiException.unknownDeadLetter(id));
    }

    private DeadLetters letters() {
        DeadLetters letters = running.bridge().deadLetters();
        if (letters == null) {
            throw ApiException.noDeadLetters();
        }
        return letters;
    }
}
