package io.meilibridge.config.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// Collects everything that is found while one configuration is loaded, so that all of it can be
/// said at once. Findings keep the order they came in; the same finding is kept once. For one
/// thread.
///
/// - a *fault* keeps the service from running,
/// - a *warning* names a risk,
/// - a *notice* names a key without effect, or one whose meaning was widened.
public final class Report {

    private final LinkedHashSet<Finding> faults = new LinkedHashSet<>();
    private final LinkedHashSet<Finding> warnings = new LinkedHashSet<>();
    private final LinkedHashSet<Finding> notices = new LinkedHashSet<>();

    public void fault(String key, Origin origin, String text) {
        faults.add(new Finding(key, origin, text));
    }

    public void warning(String key, Origin origin, String text) {
        warnings.add(new Finding(key, origin, text));
    }

    public void notice(String key, Origin origin, String text) {
        notices.add(new Finding(key, origin, text));
    }

    public boolean hasFaults() {
        return !faults.isEmpty();
    }

    /// Whether the key has a fault already: what else is wrong with it says nothing new.
    public boolean isFaulty(String key) {
        return faults.stream().anyMatch(fault -> fault.key().equals(key));
    }

    public List<Finding> faults() {
        return new ArrayList<>(faults);
    }

    public List<Finding> warnings() {
        return new ArrayList<>(warnings);
    }

    public List<Finding> notices() {
        return new ArrayList<>(notices);
    }
}
