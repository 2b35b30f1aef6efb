/// WAL relief's store in Redis, by camel-redis. The native build leaves this package out, so
/// nothing refers to it: it is found as a bean, where it is.
@NullMarked
package io.meilibridge.camel.relief;

import org.jspecify.annotations.NullMarked;
