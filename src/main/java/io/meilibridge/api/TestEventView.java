package io.meilibridge.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What a made-up change would do.
///
/// @param documents what would be written
/// @param deleted the ids of documents that would be deleted
/// @param filtered whether nothing at all would be sent
/// @param refused why no document can be made of it
public record TestEventView(
        @Schema(type = SchemaType.ARRAY, implementation = Object.class) List<JsonNode> documents,
        List<String> deleted,
        boolean filtered,
        List<String> refused) {}
