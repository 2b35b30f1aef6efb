@NullMarked
package io.meilibridge.spool;

import org.jspecify.annotations.NullMarked;
