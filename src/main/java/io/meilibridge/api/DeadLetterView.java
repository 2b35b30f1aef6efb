package io.meilibridge.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.meilibridge.deadletter.DeadLetter;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A change that cannot be indexed.
///
/// @param documentId null where the row does not even make one
/// @param lsn of the commit
/// @param document as it would have been indexed; null where none could be made
@Schema(description = "A change that cannot be indexed.")
public record DeadLetterView(
        @Schema(examples = "products-1") String id,
        @Schema(examples = "products") String task,
        @Schema(examples = "public.products") String table,
        @Schema(examples = "1") @JsonProperty("document_id") @Nullable String documentId,
        @Schema(examples = "DOCUMENT_REFUSED") String code,
        @Schema(examples = "Document identifier is invalid") String reason,
        @Schema(examples = "16/B374D848") String lsn,
        long ordinal,
        Instant at,
        @Schema(type = SchemaType.OBJECT) @JsonRawValue @Nullable String document) {

    static DeadLetterView of(DeadLetter letter) {
        return new DeadLetterView(
                letter.id(),
                letter.task(),
                letter.table().toString(),
                letter.documentId().isEmpty() ? null : letter.documentId(),
                letter.code().name(),
                letter.reason(),
                letter.position().commitLsn().toString(),
                letter.position().ordinal(),
                letter.at(),
                letter.document().isEmpty() ? null : letter.document());
    }
}
