package io.meilibridge.config.tree;

import io.meilibridge.config.report.Origin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A list.
///
/// @param items null where an overlay speaks of a later index only
/// @param whole whether it replaces the list it is laid over, instead of single items of it
public record Sequence(List<@Nullable Node> items, boolean whole, Origin origin) implements Node {}
