package io.meilibridge.meilisearch;

/// What a request does, as metrics name it.
public enum Operation {
    REPLACE("replace"),
    PATCH("patch"),
    DELETE("delete"),
    DELETE_ALL("delete_all"),
    READ("read"),
    CREATE_INDEX("create_index"),
    SETTINGS("settings"),
    SWAP("swap"),
    DELETE_INDEX("delete_index"),
    TASKS("tasks");

    private final String word;

    Operation(String word) {
        this.word = word;
    }

    @Override
    public String toString() {
        return word;
    }
}
