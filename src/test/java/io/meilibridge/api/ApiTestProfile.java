package io.meilibridge.api;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;
import java.util.Set;

/// The application with [TestPipeline] in it.
public class ApiTestProfile implements QuarkusTestProfile {

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(TestPipeline.class);
    }

    /// The faults of these tests are wanted, so they are not logged.
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "quarkus.log.level",
                "ERROR",
                "quarkus.log.category.\"io.meilibridge\".level",
                "OFF");
    }
}
