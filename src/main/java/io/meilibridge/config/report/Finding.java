package io.meilibridge.config.report;

/// One thing to say about one key.
///
/// @param key the key's full path, as in `sync_tasks[0].table`
/// @param text what is the matter, without secrets
public record Finding(String key, Origin origin, String text) {

    @Override
    public String toString() {
        String place = origin.toString();
        String subject = key.isEmpty() ? "" : key;
        if (!place.isEmpty()) {
            subject = subject.isEmpty() ? place : subject + " (" + place + ")";
        }
        return subject.isEmpty() ? text : subject + ": " + text;
    }
}
