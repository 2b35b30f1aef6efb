/// Who may do what: the master key, API keys, and what a request's key opens.
@NullMarked
package io.meilibridge.dev.meilisearch.auth;

import org.jspecify.annotations.NullMarked;
