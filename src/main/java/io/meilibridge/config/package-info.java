/// The configuration: one YAML file, environment variables and properties become immutable
/// [io.meilibridge.config.settings.Settings], or one report of everything that is wrong.
///
/// [io.meilibridge.config.Configuration] is the way in. Below it, top to bottom: `load` (many
/// inputs to one tree of keys, by the table in `key`), `bind` (tree to typed settings), `check`
/// (settings against each other). `report` and `tree` are what they share.
@NullMarked
package io.meilibridge.config;

import org.jspecify.annotations.NullMarked;
