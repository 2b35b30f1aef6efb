package io.meilibridge.camel.way;

import java.util.Set;
import org.apache.camel.ErrorHandlerFactory;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.ClaimCheckDefinition;
import org.apache.camel.model.DelayDefinition;
import org.apache.camel.model.DynamicRouterDefinition;
import org.apache.camel.model.IdempotentConsumerDefinition;
import org.apache.camel.model.InterceptDefinition;
import org.apache.camel.model.InterceptSendToEndpointDefinition;
import org.apache.camel.model.KameletDefinition;
import org.apache.camel.model.LoadBalanceDefinition;
import org.apache.camel.model.MulticastDefinition;
import org.apache.camel.model.OnCompletionDefinition;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.RedeliveryPolicyDefinition;
import org.apache.camel.model.RemovePropertiesDefinition;
import org.apache.camel.model.RemovePropertyDefinition;
import org.apache.camel.model.ResequenceDefinition;
import org.apache.camel.model.RoutingSlipDefinition;
import org.apache.camel.model.SagaDefinition;
import org.apache.camel.model.SamplingDefinition;
import org.apache.camel.model.SortDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.model.ThreadsDefinition;
import org.apache.camel.model.ThrottleDefinition;
import org.apache.camel.model.TransactedDefinition;
import org.apache.camel.model.WireTapDefinition;
import org.apache.camel.model.errorhandler.DeadLetterChannelDefinition;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;
import org.apache.camel.model.errorhandler.ErrorHandlerHelper;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.apache.camel.model.errorhandler.RefErrorHandlerDefinition;
import org.apache.camel.support.PatternHelper;
import org.jspecify.annotations.Nullable;

/// What is refused of a step by itself, wherever it stands.
final class StepRules {

    /// Endpoints that pass an exchange on to another thread.
    private static final Set<String> HANDING_OVER =
            Set.of("seda", "vm", "disruptor", "disruptor-vm", "stub");

    /// The one placeholder whose endpoint is known before the configuration is.
    private static final String MEILISEARCH = "{{meilisearch.url}}";

    private static final String OWN_PROPERTIES = "meilibridge.carriage";

    private StepRules() {}

    static @Nullable Refusal of(ProcessorDefinition<?> step) {
        return switch (step) {
            case WireTapDefinition<?> _,
                    MulticastDefinition _,
                    RecipientListDefinition<?> _,
                    OnCompletionDefinition _ ->
                    Refusal.FANS_OUT;
            case ThreadsDefinition _, CircuitBreakerDefinition _ -> Refusal.OTHER_THREAD;
            case ResequenceDefinition _, SortDefinition<?> _ -> Refusal.REORDERS;
            case SamplingDefinition _, IdempotentConsumerDefinition _ -> Refusal.DROPS_UNSEEN;
            case LoadBalanceDefinition _, TransactedDefinition _, SagaDefinition _ ->
                    Refusal.HIDES_FAILURE;
            case OnExceptionDefinition _,
                    InterceptDefinition _,
                    InterceptSendToEndpointDefinition _ ->
                    Refusal.HIDES_FAILURE;
            case RoutingSlipDefinition<?> _, DynamicRouterDefinition<?> _, KameletDefinition _ ->
                    Refusal.CANNOT_FOLLOW;
            case ClaimCheckDefinition _ -> Refusal.REORDERS;
            case SplitDefinition split -> ofSplit(split);
            case DelayDefinition delay ->
                    isOn(delay.getAsyncDelayed(), true) ? Refusal.OTHER_THREAD : null;
            case ThrottleDefinition throttle ->
                    isOn(throttle.getAsyncDelayed(), false) ? Refusal.OTHER_THREAD : null;
            case RemovePropertyDefinition removed ->
                    touches(removed.getName()) ? Refusal.TOUCHES_CARRIAGE : null;
            case RemovePropertiesDefinition removed ->
                    touches(removed.getPattern()) && !isSpared(removed)
                            ? Refusal.TOUCHES_CARRIAGE
                            : null;
            default -> null;
        };
    }

    private static @Nullable Refusal ofSplit(SplitDefinition split) {
        if (split.getAggregationStrategy() != null) {
            return Refusal.OWN_AGGREGATION;
        }
        boolean parallel =
                isOn(split.getParallelProcessing(), false)
                        || split.getExecutorService() != null
                        || split.getTimeout() != null;
        return parallel ? Refusal.OTHER_THREAD : null;
    }

    /// Text that is not plainly "no" may be yes when it runs.
    private static boolean isOn(@Nullable String option, boolean otherwise) {
        return option == null ? otherwise : !option.equalsIgnoreCase("false");
    }

    private static boolean touches(@Nullable String pattern) {
        return pattern != null && PatternHelper.matchPattern(OWN_PROPERTIES, pattern);
    }

    private static boolean isSpared(RemovePropertiesDefinition removed) {
        String spared = removed.getExcludePattern();
        return spared != null && touches(spared);
    }

    /// What is refused of an endpoint that changes are sent to or come from.
    static @Nullable Refusal ofEndpoint(String uri) {
        if (uri.startsWith(MEILISEARCH)) {
            return null;
        }
        String scheme = scheme(uri);
        if (scheme.contains("$") || scheme.contains("{")) {
            return Refusal.CANNOT_FOLLOW;
        }
        if (scheme.equals("kamelet")) {
            return Refusal.CANNOT_FOLLOW;
        }
        return HANDING_OVER.contains(scheme) ? Refusal.OTHER_THREAD : null;
    }

    private static String scheme(String uri) {
        int end = uri.indexOf(':');
        return end < 0 ? uri : uri.substring(0, end);
    }

    /// What is refused of the error handler of a route.
    static @Nullable Refusal ofErrorHandler(@Nullable ErrorHandlerFactory handler) {
        return switch (handler) {
            case null -> null;
            case NoErrorHandlerDefinition _ -> null;
            case RefErrorHandlerDefinition ref when isDefault(ref) -> null;
            case DeadLetterChannelDefinition _ -> Refusal.HIDES_FAILURE;
            case DefaultErrorHandlerDefinition standard ->
                    standard.getRedeliveryPolicyRef() == null
                                    && !isRedelivering(
                                            standard.hasRedeliveryPolicy()
                                                    ? standard.getRedeliveryPolicy()
                                                    : null)
                            ? null
                            : Refusal.HIDES_FAILURE;
            default -> Refusal.HIDES_FAILURE;
        };
    }

    /// Camel's own, which redelivers nothing.
    private static boolean isDefault(RefErrorHandlerDefinition ref) {
        return ErrorHandlerHelper.DEFAULT_ERROR_HANDLER_BUILDER.equals(ref.getRef());
    }

    private static boolean isRedelivering(@Nullable RedeliveryPolicyDefinition policy) {
        String most = policy == null ? null : policy.getMaximumRedeliveries();
        return most != null && !most.equals("0");
    }
}
