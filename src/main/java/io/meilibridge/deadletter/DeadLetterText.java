package io.meilibridge.deadletter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.event.Lsn;
import io.meilibridge.event.Position;
import io.meilibridge.event.TableName;
import io.meilibridge.fault.CheckpointException;
import io.meilibridge.fault.ErrorCode;
import java.time.DateTimeException;
import java.time.Instant;

/// A dead letter as JSON text, the form that stores keep.
final class DeadLetterText {

    private static final ObjectMapper JSON = new ObjectMapper();

    private DeadLetterText() {}

    static String of(DeadLetter letter) {
        ObjectNode fields = JSON.createObjectNode();
        fields.put("task", letter.task());
        fields.put("schema", letter.table().schema());
        fields.put("table", letter.table().name());
        fields.put("document_id", letter.documentId());
        fields.put("code", letter.code().name());
        fields.put("reason", letter.reason());
        fields.put("lsn", letter.position().commitLsn().toString());
        fields.put("ordinal", letter.position().ordinal());
        fields.put("at", letter.at().toString());
        fields.put("document", letter.document());
        return fields.toString();
    }

    /// @param where the text was, for the fault
    static DeadLetter parse(String text, String where) {
        try {
            JsonNode fields = JSON.readTree(text);
            return new DeadLetter(
                    fields.required("task").textValue(),
                    new TableName(
                            fields.required("schema").textValue(),
                            fields.required("table").textValue()),
                    fields.required("document_id").textValue(),
                    ErrorCode.valueOf(fields.required("code").textValue()),
                    fields.required("reason").textValue(),
                    new Position(
                            Lsn.parse(fields.required("lsn").textValue()),
                            fields.required("ordinal").longValue()),
                    Instant.parse(fields.required("at").textValue()),
                    fields.required("document").textValue());
        } catch (JsonProcessingException
                | IllegalArgumentException
                | NullPointerException
                | DateTimeException unreadable) {
            throw new CheckpointException(
                    ErrorCode.STORE_CORRUPT,
                    "Cannot read dead letter " + where + ".",
                    "It is not as it was written. Move it away; a full sync of its task makes good"
                            + " what it stood for.",
                    unreadable);
        }
    }
}
