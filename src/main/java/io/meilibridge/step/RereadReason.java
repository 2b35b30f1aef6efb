package io.meilibridge.step;

import java.util.Locale;

/// Why a row has to be read again before its change can be applied: the label of the metric.
public enum RereadReason {
    /// Whether the row matches the filter hangs on a value that is not known.
    FILTER,
    /// Whether the row is soft-deleted does.
    SOFT_DELETE,
    /// A transform works on a value that is not known.
    TRANSFORM,
    /// A field would be sent with a part of it missing.
    SHARED_FIELD,
    /// There is a new document to make, and not all of it is known.
    KEY_CHANGE,
    /// The document may not be there to be patched: a filter or a soft delete may have removed it,
    /// or a full sync may not have made it yet.
    ABSENT_DOCUMENT;

    /// The name as metrics show it.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
