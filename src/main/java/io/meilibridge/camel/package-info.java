/// Where the rooms meet the routes: the slot component, thin beans that a route names, and the
/// registration of routes. Nothing here decides on row data.
@NullMarked
package io.meilibridge.camel;

import org.jspecify.annotations.NullMarked;
