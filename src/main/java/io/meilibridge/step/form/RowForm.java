package io.meilibridge.step.form;

import io.meilibridge.event.Relation;
import io.meilibridge.event.Row;
import io.meilibridge.pgtype.JsonOutput;
import io.meilibridge.pgtype.TypeCodecs;
import io.meilibridge.pgtype.TypeOptions;

/// A row as a JSON object, a field for each column that it knows.
public final class RowForm {

    private RowForm() {}

    /// @throws io.meilibridge.fault.PipelineException when a value cannot be written
    public static byte[] object(Relation relation, Row row) {
        JsonOutput out = new JsonOutput(1024);
        out.put('{');
        boolean first = true;
        for (int i = 0; i < relation.columns().size(); i++) {
            if (row.isKnown(i)) {
                if (!first) {
                    out.put(',');
                }
                first = false;
                out.string(relation.columns().get(i).name());
                out.put(':');
                TypeCodecs.of(relation.columns().get(i).type(), TypeOptions.DEFAULTS)
                        .write(row, i, out);
            }
        }
        out.put('}');
        return out.slice(0);
    }
}
