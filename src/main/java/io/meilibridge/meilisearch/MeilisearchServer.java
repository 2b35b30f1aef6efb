package io.meilibridge.meilisearch;

import java.util.function.Function;

/// The Meilisearch that all indexes are in, as deliveries share it.
///
/// @param http sends a request and waits for the answer; throws a DeliveryException when there is
///   none
public record MeilisearchServer(
        SettleWatch watch, Circuit circuit, TaskListener listener, Function<Request, Answer> http) {

    /// For what asks now and then and is asked again: fails while the circuit is open.
    Function<Request, Answer> questions() {
        return circuit.refusing(http);
    }
}
