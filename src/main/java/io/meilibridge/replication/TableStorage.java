package io.meilibridge.replication;

import java.util.Locale;

/// Where the rows of a table lie: in the pages of one file, or of one for each of its partitions
/// and heirs. A chunk of a full sync is a range of page numbers, in all of the files at once.
///
/// @param files which files, as a word that changes when a table is written anew (TRUNCATE, VACUUM
///   FULL, CLUSTER, a change of type), attached or detached: page numbers of before mean nothing
///   then
/// @param columns the columns' names and types, as a word that changes with them
/// @param pages of the largest file
/// @param bytes of all files, with what lies outside of their pages (TOAST)
/// @param rowsEstimated as the statistics have it; negative when they have nothing
public record TableStorage(
        String files, String columns, long pages, long bytes, long rowsEstimated) {

    private static final String SQL =
            """
            WITH RECURSIVE part (oid) AS (
                SELECT %1$s::oid
                UNION SELECT i.inhrelid FROM pg_catalog.pg_inherits i
                        JOIN part p ON p.oid = i.inhparent)
            SELECT pg_catalog.md5(pg_catalog.string_agg(
                       c.oid || ':' || pg_catalog.pg_relation_filenode(c.oid), ','
                       ORDER BY c.oid)) AS files,
                   (SELECT pg_catalog.md5(pg_catalog.string_agg(
                        a.attname || ':' || a.atttypid || ':' || a.atttypmod, ','
                        ORDER BY a.attnum))
                      FROM pg_catalog.pg_attribute a
                     WHERE a.attrelid = %1$s AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
                   pg_catalog.max(pg_catalog.pg_relation_size(c.oid)
                       / pg_catalog.current_setting('block_size')::int8) AS pages,
                   pg_catalog.sum(pg_catalog.pg_table_size(c.oid)) AS bytes,
                   pg_catalog.sum(c.reltuples)::int8 AS rows_estimated
              FROM part p JOIN pg_catalog.pg_class c ON c.oid = p.oid AND c.relkind = 'r'
            """;

    static TableStorage of(SourceInspector inspector, int oid) {
        return inspector.ask(
                SQL.formatted(Integer.toUnsignedString(oid)),
                rows -> {
                    rows.next();
                    return new TableStorage(
                            SourceInspector.text(rows, "files"),
                            SourceInspector.text(rows, "columns"),
                            rows.getLong("pages"),
                            rows.getLong("bytes"),
                            rows.getLong("rows_estimated"));
                });
    }

    /// The SQL condition that a row lies in these pages.
    ///
    /// @param end the first page after them
    public static String within(long first, long end) {
        return String.format(
                Locale.ROOT, "ctid >= '(%d,0)'::tid AND ctid < '(%d,0)'::tid", first, end);
    }
}
