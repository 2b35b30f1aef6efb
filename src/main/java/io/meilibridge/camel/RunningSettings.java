package io.meilibridge.camel;

import io.meilibridge.config.ReadConfiguration;
import io.meilibridge.config.load.RunTimeTasks;
import io.meilibridge.config.settings.Settings;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the pipeline runs with, and how it is given something else. Thread-safe.
public interface RunningSettings {

    /// What it was started with, and what it has adopted since, as they are configured: without
    /// what was said of tasks at run time. Empty where no usable configuration was ever read.
    Optional<Settings> settings();

    /// What was said of the tasks of each source at run time.
    ///
    /// @throws io.meilibridge.fault.PipelineException when nothing runs and the store cannot be
    ///   read
    Map<String, RunTimeTasks> runTimeTasks();

    /// What would run with other run-time definitions.
    ///
    /// @param tasks all of them
    /// @throws io.meilibridge.fault.ConfigException with every fault of configuration and
    ///   definitions together
    Settings with(RunTimeTasks tasks);

    /// Whether files of routes have changed since the pipeline was built.
    boolean hasOtherRoutes();

    /// Takes over what can change while the pipeline runs, and nothing else.
    void adopt(Settings settings);

    /// Ends the pipeline and builds another one of a configuration; what was on its way comes to
    /// its end before, or comes again. Where that cannot be built, the present one is built again.
    ///
    /// @throws io.meilibridge.fault.PipelineException that keeps the new one from running
    void renew(ReadConfiguration configuration);

    /// The same with other run-time definitions of the tasks of a source, which are kept.
    ///
    /// @param tasks all that is said of the source's tasks
    /// @param gone tasks of which nothing is to be known any more
    /// @throws io.meilibridge.fault.PipelineException that keeps the new one from running, or
    ///   FENCED where another instance has the source; nothing is changed then
    void define(String source, RunTimeTasks tasks, Set<String> gone);
}
