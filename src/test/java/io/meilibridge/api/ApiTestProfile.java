package io.meilibridge.api;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Set;

/// The application with [TestPipeline] in it.
public class ApiTestProfile implements QuarkusTestProfile {

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(TestPipeline.class);
    }
}
