/// Change events as users see them: as JSON, and as maps that a route can change. Pure.
@NullMarked
package io.meilibridge.step.form;

import org.jspecify.annotations.NullMarked;
