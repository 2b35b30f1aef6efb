package io.meilibridge.config.load;

import java.util.Map;

/// What one configuration is made from.
///
/// @param file the text of the file and its name in findings
/// @param environment all environment variables: for `MEILIBRIDGE_…` and for variables in values
/// @param lowProperties properties that give way to the file
/// @param highProperties properties that win over file and environment
/// @param runTimeTasks laid over the tasks of all of these
public record Given(
        ConfigFile file,
        Map<String, String> environment,
        Map<String, String> lowProperties,
        Map<String, String> highProperties,
        FileAccess files,
        RunTimeTasks runTimeTasks) {

    /// @param name as findings show it
    /// @param shared whether the file may hold other keys than ours, ours then under `meilibridge`
    public record ConfigFile(String name, String text, boolean shared) {

        public static final ConfigFile NONE = new ConfigFile("", "", false);
    }
}
