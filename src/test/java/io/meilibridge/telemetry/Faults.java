package io.meilibridge.telemetry;

import io.meilibridge.fault.DeliveryException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.MappingException;
import io.meilibridge.fault.SourceException;

/// Faults as they come.
public final class Faults {

    private Faults() {}

    public static SourceException unreachable() {
        return new SourceException(
                ErrorCode.SOURCE_UNREACHABLE, "Cannot reach the server of 'shop'.", "");
    }

    public static SourceException shuttingDown() {
        return new SourceException(ErrorCode.SOURCE_SHUTTING_DOWN, "'shop' shuts down.", "");
    }

    public static SourceException slotInUse() {
        return new SourceException(ErrorCode.SLOT_IN_USE, "Slot 'shop_slot' is in use.", "");
    }

    public static SourceException refused() {
        return new SourceException(
                ErrorCode.AUTHENTICATION_FAILED,
                "Cannot connect to 'shop' as 'nobody'.",
                "Mend the password.");
    }

    public static DeliveryException busy() {
        return new DeliveryException(ErrorCode.DESTINATION_BUSY, "Meilisearch is busy.", "");
    }

    public static DeliveryException taskFailed() {
        return new DeliveryException(
                ErrorCode.TASK_FAILED, "Task 7 of index 'products' failed.", "Retry the task.");
    }

    public static MappingException unmappable() {
        return new MappingException(
                ErrorCode.UNMAPPABLE_VALUE, "Cannot map column 'price'.", "Mend the row.");
    }
}
