/// What holds for the whole of the code and of the build, whatever a room does.
@NullMarked
package io.meilibridge.architecture;

import org.jspecify.annotations.NullMarked;
