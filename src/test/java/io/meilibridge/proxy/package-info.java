/// What goes wrong between two servers: connections that pass, break, fall silent or lose answers.
/// Of tests alone.
@NullMarked
package io.meilibridge.proxy;

import org.jspecify.annotations.NullMarked;
