package io.meilibridge.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static io.meilibridge.architecture.ProjectClasses.MAIN;
import static io.meilibridge.architecture.ProjectClasses.rooms;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import io.meilibridge.document.Document;
import io.meilibridge.document.DocumentChange;
import io.meilibridge.event.ChangeEvent;
import io.meilibridge.event.OldRow;
import io.meilibridge.event.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The rooms of docs/architecture.md: what each may use.
class ArchitectureTest {

    private static final String[] FRAMEWORKS = {
        "io.quarkus..",
        "jakarta..",
        "org.eclipse.microprofile..",
        "io.smallrye..",
        "io.vertx..",
        "io.micrometer.."
    };

    /// What reaches beyond the process's memory.
    private static final String[] OUTSIDE = {
        "java.sql..",
        "javax.sql..",
        "java.net..",
        "javax.net..",
        "java.nio.file..",
        "java.nio.channels..",
        "org.postgresql.."
    };

    @Test
    void the_rules_look_at_all_rooms() {
        assertThat(MAIN.size()).isGreaterThan(400);
        for (String room :
                List.of("event", "replication", "pgoutput", "pgtype", "step", "batch", "camel")) {
            assertThat(MAIN.containPackage(ProjectClasses.ROOT + "." + room)).isTrue();
        }
    }

    @Test
    void only_the_camel_room_knows_camel() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.meilibridge.camel..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.camel..", "org.apache.hc..")
                .check(MAIN);
    }

    /// The package of the entry starts and ends what the framework runs.
    @Test
    void frameworks_stay_at_the_edge() {
        noClasses()
                .that()
                .resideOutsideOfPackages(rooms("camel", "api", "telemetry", "config"))
                .and()
                .resideOutsideOfPackage(ProjectClasses.ROOT)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(FRAMEWORKS)
                .check(MAIN);
    }

    @Test
    void the_package_of_the_entry_stays_small() {
        assertThat(MAIN.getPackage(ProjectClasses.ROOT).getClasses()).hasSizeLessThan(6);
    }

    @Test
    void only_the_replication_room_knows_the_postgresql_driver() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.meilibridge.replication..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.postgresql..")
                .check(MAIN);
    }

    @Test
    void the_pure_rooms_reach_nothing_outside() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        rooms("pgoutput", "pgtype", "step", "batch", "event", "document", "fault"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(OUTSIDE)
                .check(MAIN);
    }

    @Test
    void the_two_languages_use_no_other_room() {
        noClasses()
                .that()
                .resideInAnyPackage(rooms("event", "fault"))
                .should()
                .dependOnClassesThat(ofOtherRoomsThan("event", "fault"))
                .check(MAIN);
        noClasses()
                .that()
                .resideInAPackage("io.meilibridge.document..")
                .should()
                .dependOnClassesThat(ofOtherRoomsThan("document", "event"))
                .check(MAIN);
    }

    /// The room of routes hands both from one step to the next, and looks into neither.
    @Test
    void only_the_steps_know_rows_and_documents() {
        noClasses()
                .that()
                .resideInAnyPackage(rooms("document", "batch", "meilisearch"))
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ChangeEvent.class, Row.class, OldRow.class)
                .check(MAIN);
        noClasses()
                .that()
                .resideInAnyPackage(
                        rooms("event", "replication", "pgoutput", "pgtype", "checkpoint", "task"))
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(DocumentChange.class, Document.class)
                .check(MAIN);
        noClasses()
                .that()
                .resideInAPackage("io.meilibridge.camel..")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Row.class, OldRow.class, Document.class)
                .check(MAIN);
    }

    @Test
    void rooms_form_no_cycle() {
        slices().matching("io.meilibridge.(*)..").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void what_dev_mode_starts_is_not_in_the_packaged_classes() {
        assertThat(MAIN.containPackage("io.meilibridge.dev")).isFalse();
    }

    /// The native build leaves camel-redis out, so nothing but WAL relief may refer to it.
    @Test
    void nothing_needs_what_the_native_build_leaves_out() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.meilibridge.camel.relief..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.meilibridge.camel.relief..",
                        "org.apache.camel.component.redis..",
                        "org.redisson..")
                .check(MAIN);
    }

    private static DescribedPredicate<JavaClass> ofOtherRoomsThan(String... rooms) {
        return JavaClass.Predicates.resideInAPackage("io.meilibridge..")
                .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(rooms(rooms))));
    }
}
