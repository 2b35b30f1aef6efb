/// Changes that cannot be indexed, kept until somebody has mended them.
@NullMarked
package io.meilibridge.deadletter;

import org.jspecify.annotations.NullMarked;
