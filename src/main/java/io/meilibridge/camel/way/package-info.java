/// What a route between source and settle may be made of. Each change's way is followed through the
/// definitions of the routes, and what would fan out, reorder or lose changes is refused with the
/// reason, before anything runs. Looks at definitions alone, never at an exchange.
@NullMarked
package io.meilibridge.camel.way;

import org.jspecify.annotations.NullMarked;
