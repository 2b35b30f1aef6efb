package io.meilibridge.camel;

import io.meilibridge.document.DocumentChange;
import java.util.List;

/// What the steps made of a handover: the body that enters the aggregator.
///
/// @param keyField the field of the documents that is the index's primary key
public record MappedChanges(List<DocumentChange> changes, String keyField) {

    public MappedChanges {
        changes = List.copyOf(changes);
    }
}
