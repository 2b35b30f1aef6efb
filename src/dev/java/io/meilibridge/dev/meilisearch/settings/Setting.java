package io.meilibridge.dev.meilisearch.settings;

import com.fasterxml.jackson.databind.JsonNode;
import io.meilibridge.dev.meilisearch.error.RequestRefusedException;
import io.meilibridge.dev.meilisearch.json.Json;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The 20 settings, in the order in which they are shown.
public enum Setting {
    DISPLAYED_ATTRIBUTES("displayedAttributes", SettingForm.STRINGS, "[\"*\"]"),
    SEARCHABLE_ATTRIBUTES("searchableAttributes", SettingForm.STRINGS, "[\"*\"]"),
    FILTERABLE_ATTRIBUTES("filterableAttributes", SettingForm.STRINGS_OR_PATTERNS, "[]"),
    SORTABLE_ATTRIBUTES("sortableAttributes", SettingForm.STRINGS, "[]"),
    RANKING_RULES(
            "rankingRules",
            SettingForm.STRINGS,
            "[\"words\",\"typo\",\"proximity\",\"attributeRank\",\"sort\",\"wordPosition\","
                    + "\"exactness\"]"),
    STOP_WORDS("stopWords", SettingForm.STRINGS, "[]"),
    NON_SEPARATOR_TOKENS("nonSeparatorTokens", SettingForm.STRINGS, "[]"),
    SEPARATOR_TOKENS("separatorTokens", SettingForm.STRINGS, "[]"),
    DICTIONARY("dictionary", SettingForm.STRINGS, "[]"),
    SYNONYMS("synonyms", SettingForm.OBJECT, "{}"),
    DISTINCT_ATTRIBUTE("distinctAttribute", SettingForm.STRING, "null"),
    PROXIMITY_PRECISION("proximityPrecision", SettingForm.STRING, "\"byWord\""),
    TYPO_TOLERANCE(
            "typoTolerance",
            SettingForm.OBJECT,
            "{\"enabled\":true,\"minWordSizeForTypos\":{\"oneTypo\":5,\"twoTypos\":9},"
                    + "\"disableOnWords\":[],\"disableOnAttributes\":[],\"disableOnNumbers\":false}"),
    FACETING(
            "faceting",
            SettingForm.OBJECT,
            "{\"maxValuesPerFacet\":100,\"sortFacetValuesBy\":{\"*\":\"alpha\"}}"),
    PAGINATION("pagination", SettingForm.OBJECT, "{\"maxTotalHits\":1000}"),
    EMBEDDERS("embedders", SettingForm.OBJECT, "{}"),
    SEARCH_CUTOFF_MS("searchCutoffMs", SettingForm.NUMBER, "null"),
    LOCALIZED_ATTRIBUTES("localizedAttributes", SettingForm.ANY_ARRAY, "null"),
    FACET_SEARCH("facetSearch", SettingForm.BOOLEAN, "true"),
    PREFIX_SEARCH("prefixSearch", SettingForm.STRING, "\"indexingTime\"");

    private final String key;
    private final SettingForm form;
    private final String standard;

    Setting(String key, SettingForm form, String standard) {
        this.key = key;
        this.form = form;
        this.standard = standard;
    }

    public static Optional<Setting> ofKey(String key) {
        return Arrays.stream(values()).filter(setting -> setting.key.equals(key)).findFirst();
    }

    /// @param path as in `/settings/filterable-attributes`
    public static Optional<Setting> ofPath(String path) {
        return Arrays.stream(values()).filter(setting -> setting.path().equals(path)).findFirst();
    }

    public String key() {
        return key;
    }

    /// PATCH for those whose parts can be set one by one, PUT for the others.
    public String method() {
        return isMerged() ? "PATCH" : "PUT";
    }

    JsonNode standard() {
        return Json.read(standard);
    }

    boolean isMerged() {
        return switch (this) {
            case TYPO_TOLERANCE, FACETING, PAGINATION, EMBEDDERS -> true;
            default -> false;
        };
    }

    /// @throws RequestRefusedException with `invalid_settings_…` for a value of another form
    public void check(JsonNode value) {
        if (!value.isNull() && !form.takes(value)) {
            throw new RequestRefusedException(
                    "invalid_settings_" + name().toLowerCase(Locale.ROOT),
                    "Invalid value type at `." + key + "`.");
        }
    }

    private String path() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
