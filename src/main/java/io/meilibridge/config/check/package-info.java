/// What no key can be asked alone: whether the settings fit each other and the machine.
@NullMarked
package io.meilibridge.config.check;

import org.jspecify.annotations.NullMarked;
