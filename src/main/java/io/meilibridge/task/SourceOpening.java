package io.meilibridge.task;

import io.meilibridge.fault.PipelineException;

/// Opens a source's stream: checks the server, makes what is missing and may be made, finds out
/// where to go on, and connects.
public interface SourceOpening {

    /// @throws PipelineException when it cannot be opened; its remedy says whether to try again
    OpenedStream open() throws InterruptedException;

    /// The next opening begins anew where the slot is: what is stored of positions is void.
    ///
    /// @param withNewSlot whether the slot is dropped and made again
    void beginAnew(boolean withNewSlot);

    /// The stream cannot be opened, or has ended. Where another instance has taken the slot over,
    /// what is in flight is given up.
    ///
    /// @return the fault as it is to be shown
    default PipelineException standingBy(PipelineException fault) {
        return fault;
    }

    /// @throws PipelineException FENCED once it is known that another instance has the slot
    default void requireOurs() {}

    /// The epoch of this process, see [io.meilibridge.checkpoint.Tenure]; 0 before it got the slot.
    long epoch();

    /// Whether the server wants to shut down and waits for us; asked while nothing is confirmed.
    boolean serverWantsToStop();
}
