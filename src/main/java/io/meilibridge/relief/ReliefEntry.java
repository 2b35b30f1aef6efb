package io.meilibridge.relief;

import io.meilibridge.batch.Batch;
import io.meilibridge.document.Document;
import io.meilibridge.document.DocumentChange;
import io.meilibridge.document.DocumentChange.Delete;
import io.meilibridge.document.DocumentChange.DeleteAll;
import io.meilibridge.document.DocumentChange.OfDocument;
import io.meilibridge.document.DocumentChange.Patch;
import io.meilibridge.document.DocumentChange.Replace;
import io.meilibridge.document.DocumentId;
import io.meilibridge.event.Lsn;
import io.meilibridge.event.Position;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;

/// A batch as it is put aside: closed, and never written to again.
///
/// As bytes it is a version, the length of what follows when unpacked, and, packed by zlib, which
/// has a checksum: the key field, the delete-all if any, and each change with position, id and
/// document.
///
/// @param keyField the field of the documents that is the index's primary key
public record ReliefEntry(Batch batch, String keyField) {

    private static final byte VERSION = 1;
    private static final int HEADER_BYTES = 1 + Integer.BYTES;

    /// More than this much smaller zlib makes nothing.
    private static final long PACKED_MAX = 1100;

    private static final byte REPLACE = 1;
    private static final byte PATCH = 2;
    private static final byte DELETE = 3;

    byte[] bytes() {
        byte[] plain = plain();
        ByteArrayOutputStream packed = new ByteArrayOutputStream(plain.length / 3 + HEADER_BYTES);
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (DataOutputStream header = new DataOutputStream(packed);
                DeflaterOutputStream out = new DeflaterOutputStream(packed, deflater)) {
            header.writeByte(VERSION);
            header.writeInt(plain.length);
            out.write(plain);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } finally {
            deflater.end();
        }
        return packed.toByteArray();
    }

    private byte[] plain() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            text(out, keyField);
            DeleteAll all = batch.deleteAll();
            out.writeBoolean(all != null);
            if (all != null) {
                position(out, all.position());
                text(out, all.idPrefix());
            }
            // The ids of one batch are disjoint, so that their order is of no account.
            List<OfDocument> changes = new ArrayList<>(batch.replaces());
            changes.addAll(batch.patches());
            changes.addAll(batch.deletes());
            out.writeInt(changes.size());
            for (OfDocument change : changes) {
                change(out, change);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void change(DataOutputStream out, OfDocument change) throws IOException {
        switch (change) {
            case Replace replace -> {
                head(out, REPLACE, replace);
                document(out, replace.document());
            }
            case Patch patch -> {
                head(out, PATCH, patch);
                document(out, patch.document());
            }
            case Delete delete -> head(out, DELETE, delete);
        }
    }

    private static void head(DataOutputStream out, byte kind, OfDocument change)
            throws IOException {
        out.writeByte(kind);
        position(out, change.position());
        text(out, change.id().value());
    }

    private static void position(DataOutputStream out, Position position) throws IOException {
        out.writeLong(position.commitLsn().value());
        out.writeLong(position.ordinal());
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static void document(DataOutputStream out, Document document) throws IOException {
        out.writeInt(document.length());
        out.write(document.bytes(), document.start(), document.length());
    }

    /// @throws IOException when they are not what [#bytes] makes
    static ReliefEntry of(byte[] bytes) throws IOException {
        try {
            return read(unpacked(bytes));
        } catch (BufferUnderflowException
                | IndexOutOfBoundsException
                | IllegalArgumentException
                | DataFormatException unreadable) {
            throw new IOException("The bytes are not those of an entry.", unreadable);
        }
    }

    private static byte[] unpacked(byte[] bytes) throws DataFormatException {
        ByteBuffer header = ByteBuffer.wrap(bytes);
        byte version = header.get();
        int length = header.getInt();
        if (version != VERSION || length < 0 || length > bytes.length * PACKED_MAX) {
            throw new DataFormatException("Expected version " + VERSION + ", got " + version + ".");
        }
        byte[] plain = new byte[length];
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES);
            int unpacked = 0;
            int more = inflater.inflate(plain);
            while (more > 0) {
                unpacked += more;
                more = inflater.inflate(plain, unpacked, length - unpacked);
            }
            // Only at its end was the checksum compared.
            if (unpacked != length || !inflater.finished()) {
                throw new DataFormatException("Expected " + length + " bytes, got " + unpacked);
            }
            return plain;
        } finally {
            inflater.end();
        }
    }

    private static ReliefEntry read(byte[] plain) throws DataFormatException {
        ByteBuffer in = ByteBuffer.wrap(plain);
        String keyField = text(in);
        Batch batch = new Batch();
        if (in.get() != 0) {
            batch.add(new DeleteAll(position(in), text(in)));
        }
        int changes = in.getInt();
        for (int i = 0; i < changes; i++) {
            batch.add(change(plain, in));
        }
        if (in.hasRemaining()) {
            throw new DataFormatException("There are " + in.remaining() + " bytes too many.");
        }
        return new ReliefEntry(batch, keyField);
    }

    private static DocumentChange change(byte[] plain, ByteBuffer in) throws DataFormatException {
        byte kind = in.get();
        Position position = position(in);
        DocumentId id = new DocumentId(text(in));
        return switch (kind) {
            case REPLACE -> new Replace(position, id, document(plain, in));
            case PATCH -> new Patch(position, id, document(plain, in));
            case DELETE -> new Delete(position, id);
            default -> throw new DataFormatException("There is no change of kind " + kind + ".");
        };
    }

    private static Position position(ByteBuffer in) {
        return new Position(new Lsn(in.getLong()), in.getLong());
    }

    private static String text(ByteBuffer in) {
        int length = in.getInt();
        String text = StandardCharsets.UTF_8.decode(in.slice(in.position(), length)).toString();
        in.position(in.position() + length);
        return text;
    }

    private static Document document(byte[] plain, ByteBuffer in) {
        int length = in.getInt();
        Document document = new Document(plain, in.position(), length);
        in.position(in.position() + length);
        return document;
    }
}
