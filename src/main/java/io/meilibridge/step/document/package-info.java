/// A row's document: its id, and its fields written as JSON straight from the row's bytes.
@NullMarked
package io.meilibridge.step.document;

import org.jspecify.annotations.NullMarked;
