package io.meilibridge.meilisearch;

import io.meilibridge.document.IndexUid;
import io.meilibridge.meilisearch.ServerTrial.IndexDemand;
import java.util.Arrays;
import java.util.List;

/// What a key has to allow, with a request that tells whether it does and changes nothing: those
/// that would are not well formed, which the server says only to a key that may.
enum KeyAction {
    ADD("documents.add"),
    DELETE("documents.delete"),
    GET("documents.get"),
    TASKS("tasks.get"),
    GET_INDEX("indexes.get"),
    CREATE_INDEX("indexes.create"),
    GET_SETTINGS("settings.get"),
    UPDATE_SETTINGS("settings.update"),
    SWAP("indexes.swap"),
    DELETE_INDEX("indexes.delete");

    private final String word;

    KeyAction(String word) {
        this.word = word;
    }

    /// As Meilisearch names it.
    String word() {
        return word;
    }

    /// @param swaps with those of a rebuild by swap
    static List<String> words(boolean swaps) {
        return Arrays.stream(values())
                .filter(action -> swaps || (action != SWAP && action != DELETE_INDEX))
                .map(KeyAction::word)
                .toList();
    }

    boolean isNeededFor(IndexDemand demand) {
        return switch (this) {
            case ADD, DELETE, GET, TASKS, GET_INDEX -> true;
            case CREATE_INDEX -> demand.plan().create();
            case GET_SETTINGS, UPDATE_SETTINGS -> !demand.plan().settings().isEmpty();
            case SWAP, DELETE_INDEX -> demand.swaps();
        };
    }

    /// @param noIndex a name that no index can have
    Request request(IndexUid index, String noIndex) {
        String path = "/indexes/" + index;
        return switch (this) {
            case ADD ->
                    new Request(
                            Request.Method.POST,
                            path + "/documents",
                            "skipCreation=unsaid&customMetadata=check",
                            "application/json",
                            new byte[0],
                            0,
                            Operation.REPLACE,
                            0);
            case DELETE ->
                    Request.json(
                            Request.Method.POST,
                            path + "/documents/delete-batch",
                            "{}",
                            Operation.DELETE);
            case GET ->
                    Request.json(
                            Request.Method.POST,
                            path + "/documents/fetch",
                            "{\"limit\":0}",
                            Operation.READ);
            case TASKS -> Request.get("/tasks", "limit=1", Operation.TASKS);
            case GET_INDEX -> Request.get(path, "", Operation.READ);
            case CREATE_INDEX ->
                    Request.json(Request.Method.POST, "/indexes", "{}", Operation.CREATE_INDEX);
            case GET_SETTINGS -> Request.get(path + "/settings", "", Operation.READ);
            case UPDATE_SETTINGS ->
                    Request.json(
                            Request.Method.PATCH,
                            path + "/settings",
                            "{\"noSetting\":1}",
                            Operation.SETTINGS);
            case SWAP -> Request.json(Request.Method.POST, "/swap-indexes", "{}", Operation.SWAP);
            case DELETE_INDEX ->
                    new Request(
                            Request.Method.DELETE,
                            "/indexes/" + noIndex,
                            "",
                            "",
                            new byte[0],
                            0,
                            Operation.DELETE_INDEX,
                            0);
        };
    }
}
