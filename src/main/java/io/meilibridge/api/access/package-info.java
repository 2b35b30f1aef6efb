/// Who may ask the API what. In goes each request before anything else sees it; out goes the same
/// request, or a problem. Knows paths and roles, nothing of what the API does.
@NullMarked
package io.meilibridge.api.access;

import org.jspecify.annotations.NullMarked;
