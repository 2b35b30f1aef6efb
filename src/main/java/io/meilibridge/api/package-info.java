/// The management API: REST resources, their JSON, and problems as RFC 9457 has them. It reads the
/// pipeline's state and passes on what a person asks for; it decides nothing.
@NullMarked
package io.meilibridge.api;

import org.jspecify.annotations.NullMarked;
