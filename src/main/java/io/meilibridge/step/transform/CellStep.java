package io.meilibridge.step.transform;

/// One compiled transform.
interface CellStep {

    /// @throws io.meilibridge.fault.MappingException with UNMAPPABLE_VALUE when a value cannot be
    ///   taken
    void apply(Cells cells);
}
