package io.meilibridge.camel.relief;

import io.meilibridge.config.settings.RedisSettings;
import io.meilibridge.fault.CheckpointException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.relief.ReliefStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.redis.processor.aggregate.RedisAggregationRepository;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;
import org.redisson.api.BatchOptions;
import org.redisson.api.RBatch;
import org.redisson.api.RMap;
import org.redisson.api.RedissonClient;

/// Queues in Redis: a hash for each, with its entries by number and, in `done`, up to which of them
/// it is done with. Entries are written and read by the aggregation repository of camel-redis, used
/// as what it is underneath, a store of exchanges by key: without its recovery, which knows no
/// order, and each key is written once, which `optimistic` sees to.
final class RedisReliefStore implements ReliefStore {

    private static final String DONE = "done";

    private final CamelContext camel;
    private final RedisServer server;
    private final Map<String, RedisAggregationRepository> repositories = new ConcurrentHashMap<>();

    // Guarded by this.
    private final Durability durability;
    private @Nullable RedissonClient redisson;
    private boolean closed;

    RedisReliefStore(CamelContext camel, RedisSettings settings) {
        this.camel = camel;
        this.server = new RedisServer(settings);
        this.durability = new Durability(server);
    }

    @Override
    public synchronized void requireSafe() {
        answered(
                "look at",
                "the server",
                () -> {
                    durability.requireSafe();
                    return null;
                });
    }

    @Override
    public void begin(String queue) {
        answered(
                "make",
                queue,
                () -> {
                    map(queue).fastPut(DONE, 0L);
                    return null;
                });
        awaitSafe(queue, DONE);
    }

    @Override
    public void append(String queue, long number, byte[] entry) {
        String key = String.valueOf(number);
        answered(
                "write to",
                queue,
                () -> {
                    Exchange exchange = new DefaultExchange(camel);
                    exchange.getIn().setBody(entry);
                    repository(queue).add(camel, key, null, exchange);
                    return null;
                });
        awaitSafe(queue, key);
    }

    private synchronized void awaitSafe(String queue, String key) {
        answered(
                "write to",
                queue,
                () -> {
                    durability.await(queue, key);
                    return null;
                });
    }

    @Override
    public Optional<byte[]> entry(String queue, long number) {
        return answered(
                "read",
                queue,
                () ->
                        Optional.ofNullable(repository(queue).get(camel, String.valueOf(number)))
                                .map(exchange -> exchange.getIn().getBody(byte[].class)));
    }

    @Override
    public Optional<Long> done(String queue) {
        return answered("read", queue, () -> Optional.ofNullable((Long) map(queue).get(DONE)));
    }

    @Override
    public void done(String queue, long from, long upTo) {
        answered(
                "write to",
                queue,
                () -> {
                    RBatch together =
                            redisson()
                                    .createBatch(
                                            BatchOptions.defaults()
                                                    .executionMode(
                                                            BatchOptions.ExecutionMode
                                                                    .IN_MEMORY_ATOMIC));
                    List<String> keys = new ArrayList<>();
                    for (long number = from; number <= upTo; number++) {
                        keys.add(String.valueOf(number));
                    }
                    var map = together.<String, Object>getMap(queue);
                    var removed = map.fastRemoveAsync(keys.toArray(String[]::new));
                    var raised = map.fastPutAsync(DONE, upTo);
                    together.execute();
                    return removed.toCompletableFuture().join()
                            + ", "
                            + raised.toCompletableFuture().join();
                });
    }

    @Override
    public void drop(String queue) {
        answered("remove", queue, () -> map(queue).unlink());
        repositories.remove(queue);
    }

    private RMap<String, Object> map(String queue) {
        return redisson().getMap(queue);
    }

    private RedisAggregationRepository repository(String queue) {
        return repositories.computeIfAbsent(queue, this::newRepository);
    }

    private RedisAggregationRepository newRepository(String queue) {
        RedisAggregationRepository repository =
                new RedisAggregationRepository(queue, server.settings().url() + "", true);
        repository.setRedisson(redisson());
        repository.setUseRecovery(false);
        repository.start();
        return repository;
    }

    private synchronized RedissonClient redisson() {
        if (closed) {
            throw new IllegalStateException("The store is closed.");
        }
        RedissonClient present = redisson == null ? server.connect() : redisson;
        redisson = present;
        return present;
    }

    private static <T extends @Nullable Object> T answered(
            String attempt, String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (CheckpointException fault) {
            throw fault;
        } catch (RuntimeException failure) {
            throw new CheckpointException(
                    ErrorCode.RELIEF_UNAVAILABLE,
                    "Cannot %s queue '%s' of WAL relief in Redis: expected an answer, got %s."
                            .formatted(attempt, what, failure.getClass().getSimpleName()),
                    "Check that the Redis server runs, can be reached, has memory left and accepts"
                            + " writes.",
                    failure);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        durability.close();
        if (redisson != null) {
            redisson.shutdown();
            redisson = null;
        }
    }
}
