/// The part of the configuration that Quarkus takes before our own code runs.
@NullMarked
package io.meilibridge.config.quarkus;

import org.jspecify.annotations.NullMarked;
