package io.meilibridge.camel.way;

import java.util.Objects;
import java.util.stream.Stream;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.model.ExpressionSubElementDefinition;
import org.apache.camel.model.language.ConstantExpression;
import org.apache.camel.model.language.ExpressionDefinition;

/// The one aggregator that a way to an index has: what gathers in it is settled by what is done
/// behind it, in the order it came.
final class BatchRules {

    private BatchRules() {}

    /// Whether the aggregator is the application's own, as `routes/sync-task.yaml` writes it.
    static boolean isOurs(AggregateDefinition aggregate) {
        return "{{gathering}}".equals(aggregate.getAggregationStrategy())
                && "{{gatheringController}}".equals(aggregate.getAggregateController())
                && "{{sendingThread}}".equals(aggregate.getExecutorService())
                && isOneGroup(aggregate.getCorrelationExpression())
                && leavesTheRestAlone(aggregate);
    }

    private static boolean isOneGroup(ExpressionSubElementDefinition correlation) {
        ExpressionDefinition expression =
                correlation == null ? null : correlation.getExpressionType();
        return expression instanceof ConstantExpression
                && "{{task}}".equals(expression.getExpression());
    }

    private static boolean leavesTheRestAlone(AggregateDefinition aggregate) {
        return Stream.of(
                        aggregate.getCompletionSize(),
                        aggregate.getCompletionInterval(),
                        aggregate.getCompletionTimeout(),
                        aggregate.getCompletionPredicate(),
                        aggregate.getCompletionTimeoutExpression(),
                        aggregate.getCompletionSizeExpression(),
                        aggregate.getCompletionFromBatchConsumer(),
                        aggregate.getCompletionOnNewCorrelationGroup(),
                        aggregate.getOptimisticLocking(),
                        aggregate.getParallelProcessing(),
                        aggregate.getEagerCheckCompletion(),
                        aggregate.getIgnoreInvalidCorrelationKeys(),
                        aggregate.getCloseCorrelationKeyOnCompletion(),
                        aggregate.getDiscardOnCompletionTimeout(),
                        aggregate.getDiscardOnAggregationFailure(),
                        aggregate.getAggregationRepository(),
                        aggregate.getTimeoutCheckerExecutorService())
                .allMatch(Objects::isNull);
    }
}
