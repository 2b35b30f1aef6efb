package io.meilibridge.dev.meilisearch.task;

import java.util.Arrays;
import java.util.Optional;

/// The types the stand-in registers, and those it only knows the names of.
public enum TaskType {
    DOCUMENT_ADDITION("documentAdditionOrUpdate"),
    DOCUMENT_EDITION("documentEdition"),
    DOCUMENT_DELETION("documentDeletion"),
    SETTINGS_UPDATE("settingsUpdate"),
    INDEX_CREATION("indexCreation"),
    INDEX_DELETION("indexDeletion"),
    INDEX_UPDATE("indexUpdate"),
    INDEX_SWAP("indexSwap"),
    TASK_CANCELATION("taskCancelation"),
    TASK_DELETION("taskDeletion"),
    DUMP_CREATION("dumpCreation"),
    SNAPSHOT_CREATION("snapshotCreation"),
    EXPORT("export"),
    UPGRADE_DATABASE("upgradeDatabase"),
    INDEX_COMPACTION("indexCompaction"),
    NETWORK_TOPOLOGY_CHANGE("networkTopologyChange"),
    DSR_UPDATE("dsrUpdate"),
    DSR_CLEAR("dsrClear");

    private final String shown;

    TaskType(String shown) {
        this.shown = shown;
    }

    public String shown() {
        return shown;
    }

    /// In any case.
    public static Optional<TaskType> of(String shown) {
        return Arrays.stream(values()).filter(one -> one.shown.equalsIgnoreCase(shown)).findFirst();
    }
}
