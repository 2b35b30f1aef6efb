/// What Meilisearch shall hold: the language of everything between the steps and the requests.
/// Plain immutable data; uses `event` for positions only.
@NullMarked
package io.meilibridge.document;

import org.jspecify.annotations.NullMarked;
