package io.meilibridge.step;

import io.meilibridge.document.DocumentId;
import io.meilibridge.event.ChangeEvent;
import io.meilibridge.fault.MappingException;
import org.jspecify.annotations.Nullable;

/// A change that no document can be made of.
///
/// @param id the document that stays as it was; null when it is the id that cannot be made
/// @param fault names the field and the position
public record Unmappable(ChangeEvent event, @Nullable DocumentId id, MappingException fault) {}
