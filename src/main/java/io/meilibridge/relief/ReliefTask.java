package io.meilibridge.relief;

import io.meilibridge.fault.PipelineException;
import io.meilibridge.meilisearch.Answer;
import io.meilibridge.meilisearch.Confirmation;
import io.meilibridge.meilisearch.DestinationIndex;
import io.meilibridge.meilisearch.Request;
import io.meilibridge.meilisearch.Sender;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// What relief has to know of a sync task.
///
/// @param swaps whether another index is being filled to take the place of the task's: then what is
///   sent goes to both, and nothing is put aside
/// @param sending how what was put aside is sent
/// @param makesGood called when some of it is lost, with the fault; has everything read again, or
///   stops the task and says false
public record ReliefTask(
        Sender sender,
        DestinationIndex destination,
        BooleanSupplier swaps,
        Sending sending,
        Predicate<PipelineException> makesGood) {

    /// How what was put aside is sent.
    ///
    /// @param marks a name for each batch, which its writes carry
    /// @param http sends a request and waits for the answer; throws a DeliveryException when there
    ///   is none
    public record Sending(
            Confirmation confirmation, Supplier<String> marks, Function<Request, Answer> http) {}

    String id() {
        return sender.task();
    }

    String index() {
        return destination.lane().index().value();
    }
}
