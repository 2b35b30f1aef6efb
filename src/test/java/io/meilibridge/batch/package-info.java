@NullMarked
package io.meilibridge.batch;

import org.jspecify.annotations.NullMarked;
