@NullMarked
package io.meilibridge.snapshot;

import org.jspecify.annotations.NullMarked;
