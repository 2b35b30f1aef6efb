package io.meilibridge.endtoend;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/// Runs the tests of one class in a JVM of its own, whose failpoints are on, and prints what came
/// of it for [FailpointsIT].
final class RedRun {

    private RedRun() {}

    static void main(String[] arguments) {
        LauncherDiscoveryRequest request =
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectClass(arguments[0]))
                        .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        TestExecutionSummary summary = listener.getSummary();
        System.out.println("run " + summary.getTestsFoundCount());
        for (TestExecutionSummary.Failure failure : summary.getFailures()) {
            System.out.println("red " + failure.getTestIdentifier().getDisplayName());
            System.out.println("    " + failure.getException());
        }
        System.exit(0);
    }
}
