package io.meilibridge.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The classes of the project, read once for all rules.
final class ProjectClasses {

    static final String ROOT = "io.meilibridge";

    /// Held here, because a logger's level is lost with the logger; first, so that it counts before
    /// anything is read.
    @SuppressWarnings("UnusedVariable")
    private static final Logger ARCHUNIT = quiet(Logger.getLogger("com.tngtech.archunit"));

    /// What is packaged.
    static final JavaClasses MAIN = in("classes");

    /// Tests and what dev mode starts, which only dev mode has among its main classes.
    static final JavaClasses TESTS = in("test-classes");

    private ProjectClasses() {}

    private static Logger quiet(Logger logger) {
        logger.setLevel(Level.WARNING);
        return logger;
    }

    private static JavaClasses in(String folder) {
        return new ClassFileImporter().importPath(Path.of("target", folder));
    }

    /// The packages of rooms with all below them, as ArchUnit writes them.
    static String[] rooms(String... names) {
        String[] packages = new String[names.length];
        for (int i = 0; i < names.length; i++) {
            packages[i] = ROOT + "." + names[i] + "..";
        }
        return packages;
    }
}
