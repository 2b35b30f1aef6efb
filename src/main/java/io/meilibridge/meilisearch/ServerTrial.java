package io.meilibridge.meilisearch;

import com.fasterxml.jackson.databind.JsonNode;
import io.meilibridge.document.IndexUid;
import io.meilibridge.fault.DeliveryException;
import io.meilibridge.fault.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Tries what deliveries will ask of a Meilisearch, without writing anything: an action that writes
/// is asked for in a form that the server refuses after it has looked at the key. Used once.
public final class ServerTrial {

    /// The first version that knows all we ask for; what it had last is `skipCreation`.
    public static final String OLDEST = "1.31.0";

    private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})\\..*");

    /// As Meilisearch names it no index can be called this.
    private static final String NO_INDEX = "no.index";

    private final Function<Request, Answer> http;
    private final List<DeliveryException> faults = new ArrayList<>();
    private final List<Note> notes = new ArrayList<>();
    private @Nullable String version;

    private ServerTrial(Function<Request, Answer> http) {
        this.http = http;
    }

    /// What an index is to be filled by.
    ///
    /// @param keyField the field that holds the documents' ids; null where it is not known
    /// @param swaps whether it is rebuilt by swap as a rule
    public record IndexDemand(IndexPlan plan, @Nullable String keyField, boolean swaps) {}

    /// What works, but not as one might think.
    public record Note(String message, String hint) {}

    /// @param version empty where the key does not show it
    public record Outcome(
            Optional<String> version, List<DeliveryException> faults, List<Note> notes) {

        public Outcome {
            faults = List.copyOf(faults);
            notes = List.copyOf(notes);
        }
    }

    /// @param http sends a request and waits for the answer; throws [DeliveryException] when there
    ///   is none
    public static Outcome run(List<IndexDemand> indexes, Function<Request, Answer> http) {
        ServerTrial trial = new ServerTrial(http);
        trial.tryAll(indexes);
        return new Outcome(Optional.ofNullable(trial.version), trial.faults, trial.notes);
    }

    private void tryAll(List<IndexDemand> indexes) {
        try {
            Request health = Request.get("/health", "", Operation.READ);
            Answer answer = http.apply(health);
            if (!answer.isSuccess()) {
                throw DestinationFaults.refused(health, answer);
            }
            if (!isRecent()) {
                return;
            }
            for (IndexDemand index : indexes) {
                tryIndex(index);
            }
        } catch (DeliveryException unusable) {
            faults.add(unusable);
        }
    }

    /// The version, where the key may see it; a key for some indexes never may.
    private boolean isRecent() {
        Request request = Request.get("/version", "", Operation.READ);
        Answer answer = http.apply(request);
        if (!answer.isSuccess()) {
            return true;
        }
        String found = answer.jsonTo(request).path("pkgVersion").asText("");
        version = found;
        Matcher parts = VERSION.matcher(found);
        boolean tooOld =
                parts.matches()
                        && Integer.parseInt(parts.group(1)) == 1
                        && Integer.parseInt(parts.group(2)) < 31;
        if (tooOld) {
            faults.add(tooOld("it is " + found));
        }
        return !tooOld;
    }

    private static DeliveryException tooOld(String what) {
        return new DeliveryException(
                ErrorCode.SERVER_TOO_OLD,
                "Meilisearch is too old: expected " + OLDEST + " or later, " + what + ".",
                "Upgrade Meilisearch.");
    }

    private void tryIndex(IndexDemand demand) {
        IndexUid index = demand.plan().index();
        List<String> lacking = new ArrayList<>();
        for (KeyAction action : KeyAction.values()) {
            if (action.isNeededFor(demand)
                    && isRefused(http.apply(action.request(index, NO_INDEX)))) {
                lacking.add(action.word());
            }
        }
        if (!lacking.isEmpty()) {
            faults.add(lacks(index, lacking, demand.swaps()));
        }
        if (!lacking.contains(KeyAction.ADD.word()) && !knowsSkipCreation(index)) {
            faults.add(tooOld("it does not know 'skipCreation'"));
        }
        if (!lacking.contains(KeyAction.GET_INDEX.word())) {
            look(demand);
        }
        if (!demand.swaps() && isRefused(http.apply(KeyAction.SWAP.request(index, NO_INDEX)))) {
            notes.add(
                    new Note(
                            "The key may not swap indexes, so index '"
                                    + index
                                    + "' cannot be rebuilt beside the searched one.",
                            newKey(List.of("*"), true)));
        }
    }

    private static boolean isRefused(Answer answer) {
        return answer.status() == 401 || answer.status() == 403;
    }

    private boolean knowsSkipCreation(IndexUid index) {
        Answer answer = http.apply(KeyAction.ADD.request(index, NO_INDEX));
        return !DestinationFaults.code(answer).equals("bad_request");
    }

    private static DeliveryException lacks(IndexUid index, List<String> actions, boolean swaps) {
        return new DeliveryException(
                ErrorCode.DESTINATION_REFUSED_KEY,
                "The key of 'meilisearch.api_key' may not do on index '%s': %s."
                        .formatted(index, String.join(", ", actions)),
                newKey(List.of(swaps ? "*" : index.value()), swaps));
    }

    private static String newKey(List<String> indexes, boolean swaps) {
        return "Make a key that may: curl -X POST \"$MEILI_URL/keys\" -H \"Authorization: Bearer"
                + " $MEILI_MASTER_KEY\" -H 'Content-Type: application/json' -d '{\"actions\":[\""
                + String.join("\",\"", KeyAction.words(swaps))
                + "\"],\"indexes\":[\""
                + String.join("\",\"", indexes)
                + "\"],\"expiresAt\":null}'";
    }

    private void look(IndexDemand demand) {
        IndexUid index = demand.plan().index();
        Request request = Request.get("/indexes/" + index, "", Operation.READ);
        Answer answer = http.apply(request);
        if (answer.status() == 404) {
            if (!demand.plan().create()) {
                String field = demand.keyField();
                faults.add(IndexPreparation.missing(index, field == null ? "id" : field));
            }
            return;
        }
        JsonNode key = answer.jsonTo(request).path("primaryKey");
        String field = demand.keyField();
        if (field != null && key.isTextual() && !key.textValue().equals(field)) {
            faults.add(IndexPreparation.keyDiffers(index, key.textValue(), field));
        }
        compareSettings(demand);
    }

    private void compareSettings(IndexDemand demand) {
        if (demand.plan().settings().isEmpty()) {
            return;
        }
        Request request =
                Request.get("/indexes/" + demand.plan().index() + "/settings", "", Operation.READ);
        Answer answer = http.apply(request);
        List<String> differing =
                answer.isSuccess()
                        ? IndexPreparation.differing(demand.plan(), answer.jsonTo(request))
                        : List.of();
        if (!differing.isEmpty()) {
            notes.add(
                    new Note(
                            "Index '%s' has other settings than are configured: %s."
                                    .formatted(demand.plan().index(), String.join(", ", differing)),
                            "They are set at the start; a large index is then indexed anew."));
        }
    }
}
