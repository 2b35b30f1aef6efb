package io.meilibridge.step;

import io.meilibridge.document.DocumentChange;
import java.util.List;

/// What a list of events became. Each event is in one of the two: only of a key change whose new
/// document cannot be made the deletion of the old one is among the changes all the same.
///
/// @param changes in the events' order
/// @param nulledValues how many values were written as null because JSON has no form for them
public record Mapped(List<DocumentChange> changes, List<Unmappable> refused, int nulledValues) {}
