package io.meilibridge.meilisearch;

import io.meilibridge.document.IndexUid;
import io.meilibridge.fault.Failpoints;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// The request that a piece of a batch is. Not thread-safe: all share one body buffer.
final class PieceRequests {

    /// Documents that one look for a prefix reads.
    static final int PAGE = 1000;

    private static final String PATCH_ONLY =
            Failpoints.on("no-skip-creation") ? "" : "&skipCreation=true";

    private static final byte[] NOTHING = new byte[0];

    private final IndexUid index;
    private final Body body = new Body();

    PieceRequests(IndexUid index) {
        this.index = index;
    }

    Request of(Piece piece, String keyField, String metadata) {
        String documents = "/indexes/" + index + "/documents";
        String marked = "customMetadata=" + encode(metadata);
        return switch (piece) {
            case Piece.Changes changes -> changes(changes, documents, keyField, marked);
            case Piece.ClearIndex() ->
                    new Request(
                            Request.Method.DELETE,
                            documents,
                            marked,
                            "",
                            NOTHING,
                            0,
                            Operation.DELETE_ALL,
                            0);
            case Piece.ClearPrefix prefix ->
                    Request.get(
                            documents,
                            "fields="
                                    + encode(keyField)
                                    + "&limit="
                                    + PAGE
                                    + "&offset="
                                    + prefix.offset(),
                            Operation.READ);
        };
    }

    private Request changes(Piece.Changes piece, String documents, String keyField, String marked) {
        String key = "primaryKey=" + encode(keyField) + "&" + marked;
        return switch (piece.operation()) {
            case REPLACE -> ndjson(Request.Method.POST, documents, key, piece);
            case PATCH -> ndjson(Request.Method.PUT, documents, key + PATCH_ONLY, piece);
            case DELETE -> {
                body.ids(piece.changes());
                yield new Request(
                        Request.Method.POST,
                        documents + "/delete-batch",
                        marked,
                        "application/json",
                        body.bytes(),
                        body.length(),
                        Operation.DELETE,
                        piece.changes().size());
            }
            case DELETE_ALL, READ, CREATE_INDEX, SETTINGS, SWAP, DELETE_INDEX, TASKS ->
                    throw new IllegalArgumentException(
                            "No changes of documents go by " + piece.operation() + ".");
        };
    }

    private Request ndjson(Request.Method method, String path, String query, Piece.Changes piece) {
        body.documents(piece.changes());
        return new Request(
                method,
                path,
                query,
                "application/x-ndjson",
                body.bytes(),
                body.length(),
                piece.operation(),
                piece.changes().size());
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
