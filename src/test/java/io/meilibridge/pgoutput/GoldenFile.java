package io.meilibridge.pgoutput;

import io.meilibridge.pgoutput.GoldenCase.Options;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Frames as a server sent them, in a file of text: the options of the stream in the first line,
/// then one frame a line in hexadecimal. What they say stands beside it, in a file of the same name
/// with the ending `.txt`.
record GoldenFile(Options options, List<byte[]> frames) {

    static final Path FOLDER = Path.of("src", "test", "resources", "pgoutput");

    private static final String ENDING = ".hex";

    /// The files of every major, in order.
    static List<Path> all() {
        try (Stream<Path> files = Files.walk(FOLDER, 2)) {
            return files.filter(file -> file.toString().endsWith(ENDING)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path path(int major, String name) {
        return FOLDER.resolve(String.valueOf(major)).resolve(name + ENDING);
    }

    /// Where it stands what the frames say.
    static Path expectation(Path file) {
        String name = file.getFileName().toString();
        return file.resolveSibling(
                name.substring(0, name.length() - ENDING.length()).concat(".txt"));
    }

    static GoldenFile read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            List<byte[]> frames = new ArrayList<>();
            for (String line : lines.subList(1, lines.size())) {
                frames.add(HexFormat.of().parseHex(line));
            }
            return new GoldenFile(options(lines.getFirst()), frames);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(
                "# proto_version=%d streaming=%s binary=%s two_phase=%s"
                        .formatted(
                                options.version(),
                                options.streamingValue(),
                                options.binary(),
                                options.twoPhase()));
        frames.forEach(frame -> lines.add(HexFormat.of().formatHex(frame)));
        Files.createDirectories(file.resolveSibling(""));
        Files.write(file, lines);
    }

    PgOutputDecoder decoder() {
        return new PgOutputDecoder(new ProtocolOptions(options.version(), options.streaming()));
    }

    /// What the frames say, a line each.
    List<String> rendered() {
        PgOutputDecoder decoder = decoder();
        MessageText text = new MessageText();
        return frames.stream().map(frame -> text.of(decoder.decode(frame, 0))).toList();
    }

    private static Options options(String line) {
        String[] words = line.split(" ", -1);
        return new Options(
                Integer.parseInt(value(words[1])),
                StreamingMode.valueOf(value(words[2]).toUpperCase(Locale.ROOT)),
                Boolean.parseBoolean(value(words[3])),
                Boolean.parseBoolean(value(words[4])));
    }

    private static String value(String word) {
        return word.substring(word.indexOf('=') + 1);
    }
}
