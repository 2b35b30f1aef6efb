package io.meilibridge.endtoend;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.meilibridge.fault.Failpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/// Runs tests while a failpoint is on: those of one class in a JVM of their own, where the code
/// under test is in the same JVM, else in this one, where only the processes that the tests start
/// have the failpoint.
final class RedRun {

    private RedRun() {}

    /// Runs a class in a JVM of its own, for five minutes at most. It prints into a file, since the
    /// servers that it starts would keep a pipe open.
    ///
    /// @return what it printed: a line `red <test>` for each test that failed
    static List<String> inJvmOfItsOwn(String failpoint, String test)
            throws IOException, InterruptedException {
        Path printed = Files.createTempFile("red-", ".txt");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "-D" + Failpoints.PROPERTY + "=" + failpoint,
                                RedRun.class.getName(),
                                test)
                        .redirectErrorStream(true)
                        .redirectOutput(printed.toFile())
                        .start();
        try {
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                throw new AssertionError(test + " takes too long:\n" + Files.readString(printed));
            }
            return Files.readAllLines(printed);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Files.delete(printed);
        }
    }

    static void main(String[] arguments) {
        TestExecutionSummary summary = here(selectClass(arguments[0]));
        System.out.println("run " + summary.getTestsFoundCount());
        for (TestExecutionSummary.Failure failure : summary.getFailures()) {
            System.out.println("red " + failure.getTestIdentifier().getDisplayName());
            System.out.println("    " + failure.getException());
        }
        System.exit(0);
    }

    /// Runs what is selected in this JVM. The listeners and the order of classes that a classpath
    /// brings belong to the run that this one may be part of.
    static TestExecutionSummary here(DiscoverySelector selected) {
        LauncherConfig alone =
                LauncherConfig.builder()
                        .enableLauncherSessionListenerAutoRegistration(false)
                        .enableLauncherDiscoveryListenerAutoRegistration(false)
                        .enableTestExecutionListenerAutoRegistration(false)
                        .build();
        LauncherDiscoveryRequest request =
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(selected)
                        .configurationParameter(
                                "junit.jupiter.testclass.order.default",
                                ClassOrderer.ClassName.class.getName())
                        .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create(alone).execute(request, listener);
        return listener.getSummary();
    }
}
