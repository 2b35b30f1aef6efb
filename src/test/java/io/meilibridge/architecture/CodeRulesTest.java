package io.meilibridge.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static io.meilibridge.architecture.ProjectClasses.MAIN;
import static io.meilibridge.architecture.ProjectClasses.TESTS;
import static io.meilibridge.architecture.ProjectClasses.rooms;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.domain.properties.CanBeAnnotated;
import io.meilibridge.Main;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// Rules for every class, as CONTRIBUTING.md has them.
class CodeRulesTest {

    private static final Set<String> REFUSED_PACKAGES =
            Set.of(
                    "util",
                    "utils",
                    "common",
                    "helper",
                    "model",
                    "service",
                    "impl",
                    "internal",
                    "dto",
                    "mapper");

    private static final List<String> REFUSED_ENDINGS =
            List.of("Impl", "Manager", "Helper", "Util", "Utils");

    @Test
    void every_package_is_null_marked() {
        assertThat(withoutNullMarked(MAIN)).isEmpty();
        assertThat(withoutNullMarked(TESTS)).isEmpty();
    }

    private static Set<String> withoutNullMarked(JavaClasses classes) {
        Set<String> unmarked = new TreeSet<>();
        for (JavaClass each : classes) {
            JavaPackage room = each.getPackage();
            if (room.tryGetPackageInfo().filter(CodeRulesTest::isMarked).isEmpty()
                    && !isMarkedElsewhere(room.getName())) {
                unmarked.add(room.getName());
            }
        }
        return unmarked;
    }

    private static boolean isMarked(CanBeAnnotated info) {
        return info.isAnnotatedWith(NullMarked.class);
    }

    /// A test's package is marked where the room's own is, which is not among the test classes.
    private static boolean isMarkedElsewhere(String name) {
        return MAIN.containPackage(name)
                && MAIN.getPackage(name)
                        .tryGetPackageInfo()
                        .filter(CodeRulesTest::isMarked)
                        .isPresent();
    }

    @Test
    void packages_and_classes_are_named_by_what_they_are() {
        Set<String> refused = new TreeSet<>();
        for (JavaClass each : MAIN) {
            for (String part : each.getPackageName().split("\\.", -1)) {
                if (REFUSED_PACKAGES.contains(part)) {
                    refused.add(each.getPackageName());
                }
            }
            if (REFUSED_ENDINGS.stream().anyMatch(each.getSimpleName()::endsWith)) {
                refused.add(each.getName());
            }
        }
        assertThat(refused).isEmpty();
    }

    @Test
    void only_what_speaks_to_a_terminal_prints() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(Main.class)
                .and()
                .resideOutsideOfPackages(
                        "io.meilibridge.config.command..", "io.meilibridge.telemetry.terminal..")
                .should(ACCESS_STANDARD_STREAMS)
                .check(MAIN);
    }

    @Test
    void plain_rooms_log_by_the_platforms_logger() {
        noClasses()
                .that()
                .resideOutsideOfPackages(rooms("api", "telemetry"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.util.logging..",
                        "org.slf4j..",
                        "org.jboss.logging..",
                        "org.jboss.logmanager..")
                .check(MAIN);
    }

    /// A native executable has only the classes and members that its build could see.
    @Test
    void nothing_is_looked_up_by_name() {
        noClasses()
                .should()
                .callMethodWhere(
                        target(owner(equivalentTo(Class.class)))
                                .and(
                                        target(name("forName"))
                                                .or(target(name("newInstance")))
                                                .or(target(name("getMethod")))
                                                .or(target(name("getDeclaredMethod")))
                                                .or(target(name("getDeclaredField")))))
                .check(MAIN);
        noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ServiceLoader.class, java.lang.reflect.Proxy.class)
                .check(MAIN);
    }

    /// Time is handed in where something is decided by it.
    @Test
    void the_pure_rooms_read_no_clock() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        rooms("pgoutput", "pgtype", "step", "batch", "event", "document"))
                .and()
                .haveSimpleNameNotEndingWith("StepTime")
                .should()
                .callMethodWhere(readsTheClock())
                .check(MAIN);
    }

    private static DescribedPredicate<JavaCall<?>> readsTheClock() {
        return DescribedPredicate.describe(
                "the system's clock is read",
                call ->
                        (call.getTargetOwner().isEquivalentTo(System.class)
                                        && Set.of("nanoTime", "currentTimeMillis")
                                                .contains(call.getName()))
                                || (call.getTargetOwner().isEquivalentTo(Instant.class)
                                        && call.getName().equals("now"))
                                || (call.getTargetOwner().isAssignableTo(InstantSource.class)
                                        && call.getName().startsWith("system"))
                                || (call.getTargetOwner().isEquivalentTo(Clock.class)
                                        && call.getName().startsWith("system")));
    }

    @Test
    void tests_wait_for_a_condition_and_never_sleep() {
        noClasses()
                .that()
                .resideOutsideOfPackages(rooms("dev"))
                .should()
                .callMethodWhere(
                        target(owner(equivalentTo(Thread.class)))
                                .or(target(owner(equivalentTo(TimeUnit.class))))
                                .and(target(name("sleep"))))
                .check(TESTS);
    }

    @Test
    void tests_use_no_mocks() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.mockito..", "org.easymock..")
                .check(TESTS);
    }
}
