package io.meilibridge.checkpoint;

/// What the configuration says about a stored position.
///
/// @param createSlot `replication.create_slot`
/// @param temporarySlot `replication.temporary_slot`: the slot ends with its connection
/// @param verifyPosition `checkpoint.recovery.verify_position`
public record GuardSettings(boolean createSlot, boolean temporarySlot, boolean verifyPosition) {

    public static final GuardSettings DEFAULTS = new GuardSettings(true, false, true);
}
