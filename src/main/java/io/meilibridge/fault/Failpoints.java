package io.meilibridge.fault;

import java.util.Set;

/// Switches that turn a mechanism off, so that a test can be seen to need it. They are named by the
/// system property `io.meilibridge.failpoints`, a comma list, read once; whoever has one keeps the
/// answer in a static final field, which costs nothing when it is off. A native executable answers
/// the question when it is built, so that none can be switched on in it. The property is not under
/// `meilibridge.`, where everything is configuration and an unknown key a fault.
///
/// Which test each of them breaks stands in `docs/testing.md`.
public final class Failpoints {

    /// The property that names the mechanisms to switch off.
    public static final String PROPERTY = "io.meilibridge.failpoints";

    /// The exit status of a process that SIGKILL has ended.
    private static final int KILLED = 137;

    private static final Set<String> ON = Set.of(System.getProperty(PROPERTY, "").split(","));

    private Failpoints() {}

    /// Where the process ends at once, as if it were killed, when the property names this place.
    /// For places that are come upon seldom.
    public static void haltAt(String place) {
        if (on(place)) {
            Runtime.getRuntime().halt(KILLED);
        }
    }

    /// Whether the mechanism of this name is switched off.
    public static boolean on(String name) {
        return ON.contains(name);
    }
}
