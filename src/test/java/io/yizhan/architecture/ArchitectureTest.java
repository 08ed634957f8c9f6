package io.yizhan.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.smallrye.config.ConfigMapping;
import io.smallrye.mutiny.groups.UniAwait;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** The direction of every dependency. The tables here are the ones of {@code docs/architecture.md}. */
class ArchitectureTest {
    private static final String ROOT = "io.yizhan.";
    private static final String PLATFORM = "platform";

    /** What each feature may import besides itself and the platform. */
    private static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(
            Map.entry(PLATFORM, Set.of()),
            Map.entry("audit", Set.of()),
            Map.entry("identity", Set.of("audit")),
            Map.entry("calendar", Set.of()),
            Map.entry("holidays", Set.of("calendar", "identity")),
            Map.entry("catalogue", Set.of("audit")),
            Map.entry("material", Set.of("calendar", "catalogue", "identity", "audit")),
            Map.entry("approval", Set.of("audit", "calendar", "casework", "catalogue", "identity", "material")),
            Map.entry("casework", Set.of("calendar", "catalogue", "material", "identity", "audit", "holidays")),
            Map.entry("licence", Set.of("audit", "casework", "catalogue", "identity", "material")),
            Map.entry("rating", Set.of("audit", "calendar", "casework", "identity")),
            Map.entry("space", Set.of("audit", "identity")),
            Map.entry("progress", Set.of("catalogue", "casework", "identity")),
            Map.entry("feed", Set.of("audit", "casework", "catalogue", "identity")),
            Map.entry(
                    "demo",
                    Set.of(
                            "approval",
                            "audit",
                            "identity",
                            "calendar",
                            "catalogue",
                            "material",
                            "casework",
                            "progress",
                            "rating")));

    /** Rules without any I/O: what they need is handed to them, so that they can be tested by the ten thousand. */
    private static final Set<String> PURE = Set.of(
            "io.yizhan.material.Matching",
            "io.yizhan.casework.ChoosingMaterials",
            "io.yizhan.casework.CaseMove",
            "io.yizhan.casework.CaseAct",
            "io.yizhan.casework.CaseClock",
            "io.yizhan.casework.QueryNumber",
            "io.yizhan.licence.LicenceIdentifier",
            "io.yizhan.licence.LicenceState",
            "io.yizhan.licence.LicenceChain",
            "io.yizhan.licence.BreakingLines",
            "io.yizhan.calendar.StatutoryClock",
            "io.yizhan.calendar.WorkingDayCalendar",
            "io.yizhan.calendar.CurrentCalendar",
            "io.yizhan.holidays.NoticeRules",
            "io.yizhan.identity.PersonNumbers",
            "io.yizhan.identity.CreditCodes",
            "io.yizhan.platform.CreditCodeCheck");

    /** The parameters several methods of a resource share, and the conditional answers several resources share. */
    private static final Set<String> BESIDE_RESOURCES =
            Set.of("io.yizhan.catalogue.ItemParameters", "io.yizhan.catalogue.CachedAnswers");

    private static final String[] MACHINERY = {
        "jakarta.enterprise..",
        "jakarta.ws.rs..",
        "jakarta.persistence..",
        "io.vertx..",
        "io.quarkus..",
        "io.smallrye.mutiny..",
        "org.hibernate..",
        "java.sql.."
    };

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.yizhan");

    @Test
    void everyFeatureStandsInTheTable() {
        var found = CLASSES.stream()
                .map(ArchitectureTest::feature)
                .filter(feature -> !feature.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(MAY_IMPORT.keySet()).containsAll(found);
    }

    @Test
    void featuresImportOnlyWhatTheTableAllows() {
        MAY_IMPORT.forEach((feature, allowed) -> {
            var forbidden = MAY_IMPORT.keySet().stream()
                    .filter(other -> !other.equals(feature) && !other.equals(PLATFORM) && !allowed.contains(other))
                    .map(other -> ROOT + other + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + feature + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(forbidden)
                    .allowEmptyShould(true)
                    .check(CLASSES);
        });
    }

    @Test
    void theDocumentShowsTheSameTable() throws IOException {
        var document = Files.readString(java.nio.file.Path.of("docs/architecture.md"));
        MAY_IMPORT.forEach((feature, allowed) -> assertThat(document)
                .contains("| `%s` | %s |".formatted(feature, allowed.isEmpty() ? "nothing" : listed(allowed))));
    }

    private static String listed(Set<String> features) {
        return features.stream().sorted().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }

    @Test
    void noTwoFeaturesImportEachOther() {
        slices().matching("io.yizhan.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void theLibraryOfHttpIsKnownToResourcesOnly() {
        noClasses()
                .that(not(resideInAPackage("io.yizhan.platform.http..")).and(not(isOrNestsInAResource())))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jakarta.ws.rs..")
                .check(CLASSES);
    }

    @Test
    void rulesAreFreeOfMachinery() {
        var pure = new DescribedPredicate<JavaClass>("state rules only") {
            @Override
            public boolean test(JavaClass type) {
                return PURE.contains(outermost(type).getName());
            }
        };
        assertThat(CLASSES.stream().map(JavaClass::getName)).containsAll(PURE);
        noClasses()
                .that(pure)
                .should()
                .dependOnClassesThat(resideInAnyPackage(MACHINERY))
                .check(CLASSES);
    }

    @Test
    void nobodyBlocksOnAPromise() {
        noClasses()
                .that(not(resideInAPackage("io.yizhan.platform.stores..")))
                .should()
                .dependOnClassesThat()
                .areAssignableTo(UniAwait.class)
                .check(CLASSES);
    }

    /** One of theirs would bring back the framework's validator at every start, in the place of ours ({@code Limits}). */
    @Test
    void settingsHaveNoConstraintsOfBeanValidation() {
        noClasses()
                .that(areSettings())
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jakarta.validation..")
                .check(CLASSES);
    }

    private static DescribedPredicate<JavaClass> areSettings() {
        return DescribedPredicate.describe(
                "are settings", type -> outermost(type).isAnnotatedWith(ConfigMapping.class));
    }

    @Test
    void settingsAreReadThroughOneInterfacePerFeature() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ConfigProperty.class)
                .check(CLASSES);
    }

    @Test
    void collaboratorsComeThroughTheConstructor() {
        noFields().should().beAnnotatedWith(Inject.class).check(CLASSES);
    }

    @Test
    void theTimeIsToldByAClock() {
        var tellsTimeByItself = new DescribedPredicate<JavaMethodCall>("asks the machine what time it is") {
            @Override
            public boolean test(JavaMethodCall call) {
                var isOfTime = call.getTargetOwner().getPackageName().equals("java.time");
                var takesNoClock = call.getTarget().getRawParameterTypes().stream()
                        .noneMatch(type -> type.isEquivalentTo(Clock.class));
                return isOfTime && call.getName().equals("now") && takesNoClock;
            }
        };
        noClasses()
                .that(not(resideInAPackage("io.yizhan.platform.stores..")))
                .should()
                .callMethodWhere(tellsTimeByItself)
                .check(CLASSES);
    }

    @Test
    void everyOperationSaysWhoMayCallIt() {
        methods().that(areOperations()).should(sayWhoMayCallThem()).check(CLASSES);
    }

    private static DescribedPredicate<JavaMethod> areOperations() {
        return new DescribedPredicate<>("are operations") {
            @Override
            public boolean test(JavaMethod method) {
                return method.getAnnotations().stream()
                        .anyMatch(annotation -> annotation.getRawType().isAnnotatedWith(HttpMethod.class));
            }
        };
    }

    private static ArchCondition<JavaMethod> sayWhoMayCallThem() {
        return new ArchCondition<>("say who may call them") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                var said = Arrays.asList(RolesAllowed.class, PermitAll.class).stream()
                        .anyMatch(annotation -> method.isAnnotatedWith(annotation)
                                || method.getOwner().isAnnotatedWith(annotation));
                events.add(new SimpleConditionEvent(method, said, method.getFullName()));
            }
        };
    }

    private static DescribedPredicate<JavaClass> isOrNestsInAResource() {
        return new DescribedPredicate<>("are resources or stand inside one") {
            @Override
            public boolean test(JavaClass type) {
                return outermost(type).isAnnotatedWith(Path.class)
                        || BESIDE_RESOURCES.contains(outermost(type).getName());
            }
        };
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
    }

    private static String feature(JavaClass type) {
        var name = type.getPackageName();
        return name.startsWith(ROOT) ? name.substring(ROOT.length()).split("\\.", 2)[0] : "";
    }
}
