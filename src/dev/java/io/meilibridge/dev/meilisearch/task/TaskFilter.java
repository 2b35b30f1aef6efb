package io.meilibridge.dev.meilisearch.task;

import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Which tasks are meant.
///
/// @param uids null for any; looked up, so that watching a few tasks costs nothing beside millions
/// @param unfinishedOnly whether no finished task can match, which saves looking at them
/// @param rest every other condition
public record TaskFilter(
        @Nullable Set<Integer> uids, boolean unfinishedOnly, Predicate<Task> rest) {}
