package io.meilibridge.fault;

/// The stable codes that logs, metrics and the API name a fault by. What each one means to an
/// operator stands in `docs/operations.md`.
public enum ErrorCode {
    // Configuration and routes
    CONFIG_INVALID(Remedy.STOP),
    ROUTE_INVALID(Remedy.STOP),
    ROUTE_REFUSED(Remedy.STOP),
    ROUTE_FAILED(Remedy.STOP),
    ROUTE_ROWS_UNUSABLE(Remedy.STOP),

    // Source: faults that pass by themselves
    SOURCE_UNREACHABLE(Remedy.RETRY),
    SOURCE_SHUTTING_DOWN(Remedy.RETRY),
    SLOT_IN_USE(Remedy.RETRY),
    FENCED(Remedy.RETRY),
    TASKS_CHANGED(Remedy.RETRY),
    SPOOL_UNAVAILABLE(Remedy.RETRY),

    // Source: faults that a person mends
    AUTHENTICATION_FAILED(Remedy.STOP),
    TLS_FAILED(Remedy.STOP),
    DATABASE_MISSING(Remedy.STOP),
    PERMISSION_MISSING(Remedy.STOP),
    REPLICATION_ROLE_MISSING(Remedy.STOP),
    WAL_LEVEL_TOO_LOW(Remedy.STOP),
    NO_FREE_SLOT(Remedy.STOP),
    SERVER_TOO_OLD(Remedy.STOP),
    SLOT_MISSING(Remedy.STOP),
    SLOT_OF_OTHER_PLUGIN(Remedy.STOP),
    SLOT_OF_OTHER_DATABASE(Remedy.STOP),
    SLOT_INVALIDATED(Remedy.STOP),
    SLOT_REPLACED(Remedy.STOP),
    PUBLICATION_MISSING(Remedy.STOP),
    PUBLICATION_LACKS_TABLE(Remedy.STOP),
    TABLE_MISSING(Remedy.STOP),
    COLUMN_MISSING(Remedy.STOP),
    TABLE_KEY_MISSING(Remedy.STOP),
    REPLICA_IDENTITY_MISSING(Remedy.STOP),
    DIVERGED(Remedy.STOP),
    STORE_LOST(Remedy.STOP),
    POSITION_UNREACHABLE(Remedy.STOP),
    PREPARED_UNKNOWN(Remedy.STOP),
    SOURCE_FAILED(Remedy.STOP),

    // Decoding and mapping
    UNDECODABLE_MESSAGE(Remedy.STOP),
    UNMAPPABLE_VALUE(Remedy.DEAD_LETTER),
    INVALID_DOCUMENT_ID(Remedy.DEAD_LETTER),
    RELATION_UNUSABLE(Remedy.STOP),

    // Delivery
    DESTINATION_UNREACHABLE(Remedy.RETRY),
    DESTINATION_BUSY(Remedy.RETRY),
    DESTINATION_FULL(Remedy.RETRY),
    CIRCUIT_OPEN(Remedy.RETRY),
    TASK_UNKNOWN(Remedy.RETRY),
    DESTINATION_REFUSED_KEY(Remedy.STOP),
    PAYLOAD_TOO_LARGE(Remedy.RETRY),
    REQUEST_REFUSED(Remedy.STOP),
    INDEX_LOST(Remedy.STOP),
    INDEX_KEY_DIFFERS(Remedy.STOP),
    LATE_COPY(Remedy.STOP),
    TASK_FAILED(Remedy.STOP),
    DOCUMENT_REFUSED(Remedy.DEAD_LETTER),
    TOO_MANY_REFUSED(Remedy.STOP),

    // Dead letters
    DEAD_LETTERS_FULL(Remedy.STOP),
    DEAD_LETTERS_UNAVAILABLE(Remedy.STOP),

    // WAL relief
    RELIEF_UNSAFE(Remedy.STOP),
    RELIEF_UNAVAILABLE(Remedy.RETRY),
    RELIEF_LOST(Remedy.STOP),

    // Checkpoints
    STORE_UNAVAILABLE(Remedy.RETRY),
    STORE_CORRUPT(Remedy.STOP);

    private final Remedy remedy;

    ErrorCode(Remedy remedy) {
        this.remedy = remedy;
    }

    public Remedy remedy() {
        return remedy;
    }

    /// Whether what is stored of positions means nothing any more, so that only reading the tables
    /// as a whole goes on from here.
    public boolean losesPosition() {
        return switch (this) {
            case SLOT_MISSING, SLOT_INVALIDATED, SLOT_REPLACED, DIVERGED, STORE_LOST -> true;
            default -> false;
        };
    }
}
