package io.meilibridge.checkpoint;

/// What the configuration says about a stored position.
///
/// @param createSlot `replication.create_slot`
/// @param temporarySlot `replication.temporary_slot`: the slot ends with its connection
/// @param verifyPosition `checkpoint.recovery.verify_position`
/// @param fallbackToStart `checkpoint.recovery.fallback_to_start`
public record GuardSettings(
        boolean createSlot,
        boolean temporarySlot,
        boolean verifyPosition,
        boolean fallbackToStart) {

    public static final GuardSettings DEFAULTS = new GuardSettings(true, false, true, false);
}
