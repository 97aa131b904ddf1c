package payout.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may use whom: the plan of the packages, as each {@code package-info.java} describes it. */
class PackagesTest {

  private static final Path SOURCES = Path.of("src/main/java/payout");

  /** The packages that a package may use beside itself. */
  private static final Map<String, Set<String>> MAY_USE = mayUse();

  private static final Pattern PUBLIC_TYPE =
      Pattern.compile("^public [a-z ]*\\b(class|record|enum|interface|@interface) (\\w+)");

  private static JavaClasses product;

  @BeforeAll
  static void read_the_classes() {
    product = ProductClasses.read();
  }

  private static Map<String, Set<String>> mayUse() {
    Map<String, Set<String>> packages = new LinkedHashMap<>();
    packages.put("batch", Set.of());
    packages.put("gateway", Set.of("batch"));
    packages.put("notify", Set.of("batch", "gateway"));
    packages.put("ledger.sql", Set.of("batch"));
    packages.put("ledger.page", Set.of("batch", "ledger.sql"));
    packages.put("ledger.serial", Set.of("batch", "ledger.page", "ledger.sql"));
    packages.put("ledger.account", Set.of("batch", "ledger.page", "ledger.sql"));
    packages.put("ledger.chain", Set.of("batch"));
    packages.put("statement", Set.of("batch", "sheet"));
    packages.put("ledger", Set.of("batch", "notify", "statement"));
    packages.put("sheet", Set.of());
    packages.put("inbox", Set.of("batch", "ledger", "sheet"));
    packages.put("outbox", Set.of("batch", "ledger", "sheet", "statement"));
    packages.put("config", Set.of("batch"));
    packages.put("status", Set.of("batch", "ledger"));
    packages.put("notice", Set.of("batch", "ledger"));
    packages.put("setup", Set.of("batch", "gateway", "ledger", "inbox", "outbox", "config"));
    packages.put("sftp", Set.of("config", "inbox", "outbox"));
    packages.put(
        "console",
        Set.of(
            "batch",
            "gateway",
            "ledger",
            "inbox",
            "outbox",
            "config",
            "setup",
            "statement",
            "status"));
    packages.put("sandbox", Set.of());
    packages.put(
        "route",
        Set.of(
            "batch",
            "gateway",
            "notify",
            "ledger",
            "inbox",
            "outbox",
            "config",
            "notice",
            "setup",
            "sftp",
            "statement"));
    packages.put(
        "cli",
        Set.of(
            "batch",
            "gateway",
            "notify",
            "ledger",
            "inbox",
            "outbox",
            "config",
            "setup",
            "status",
            "sftp",
            "statement",
            "route",
            "console",
            "sandbox"));
    return packages;
  }

  static Stream<String> packages() {
    return MAY_USE.keySet().stream();
  }

  @Test
  void every_package_is_in_the_plan() throws IOException {
    Set<String> packages = new TreeSet<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .map(file -> SOURCES.relativize(file.getParent()).toString().replace('/', '.'))
          .forEach(packages::add);
    }

    assertThat(packages).containsExactlyInAnyOrderElementsOf(MAY_USE.keySet());
  }

  @ParameterizedTest
  @MethodSource("packages")
  void a_package_uses_only_the_packages_that_it_may(String name) {
    plan(name, MAY_USE.get(name)).check(product);
  }

  @Test
  void the_plan_detects_a_package_that_uses_too_much() {
    ArchRule tooNarrow = plan("route", Set.of("batch"));

    assertThatThrownBy(() -> tooNarrow.check(product))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("payout.ledger");
  }

  @ParameterizedTest
  @MethodSource("packages")
  void a_package_says_what_it_is_for(String name) throws IOException {
    assertThat(
            Files.readString(SOURCES.resolve(name.replace('.', '/')).resolve("package-info.java")))
        .startsWith("/**")
        .contains("package payout." + name + ";");
  }

  @Test
  void only_the_adapters_and_the_simulator_know_camel() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "payout.route..", "payout.sftp..", "payout.sandbox..", "payout.inbox..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.camel..")
        .check(product);
  }

  @Test
  void intake_knows_of_camel_only_the_binding_of_records() {
    noClasses()
        .that()
        .resideInAPackage("payout.inbox..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("org.apache.camel..")
                .and(not(resideInAnyPackage("org.apache.camel.dataformat.bindy.."))))
        .check(product);
  }

  @Test
  void only_two_classes_of_the_simulator_know_camel_and_its_server() {
    classes()
        .that()
        .resideInAPackage("payout.sandbox..")
        .and(DescribedPredicate.describe("know Camel or Vert.x", PackagesTest::knowsCamelOrVertx))
        .should()
        .haveNameMatching("payout\\.sandbox\\.(CamelAdapter|SandboxServer)(\\$.*)?")
        .check(product);
  }

  /** One mistake about a layout could otherwise hide in what writes and in what reads it. */
  @Test
  void what_writes_a_statement_and_what_reads_it_share_nothing() {
    noClasses()
        .that()
        .resideInAPackage("payout.sandbox..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("payout.statement..")
        .check(product);
    noClasses()
        .that()
        .resideInAPackage("payout.statement..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("payout.sandbox..")
        .check(product);
  }

  @Test
  void only_the_ledger_speaks_sql() {
    noClasses()
        .that()
        .resideOutsideOfPackage("payout.ledger..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite..", "org.postgresql..")
        .check(product);
  }

  @Test
  void other_packages_know_the_address_of_the_ledger_and_its_exceptions_alone() {
    noClasses()
        .that()
        .resideOutsideOfPackage("payout.ledger..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("payout.ledger.sql")
                .and(not(nameMatching(".*\\.(LedgerAddress|\\w+Exception)"))))
        .check(product);
  }

  @Test
  void one_class_of_the_product_knows_what_time_it_is() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("payout.batch.ChinaClock")
        .and()
        .resideOutsideOfPackage("payout.sandbox..")
        .should()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(Clock.class, "systemDefaultZone")
        .orShould()
        .callMethod(Clock.class, "system", java.time.ZoneId.class)
        .check(product);
  }

  @Test
  void only_the_command_line_speaks_to_the_terminal_and_the_environment() {
    JavaClasses others = product.that(not(isCommandLine()));
    GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(others);
    noClasses().should().callMethodWhere(target(name("printStackTrace"))).check(others);
    noClasses()
        .should()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .check(others);
  }

  /** A sum of money in floating point is a little wrong, and nobody sees it. */
  @Test
  void nothing_is_declared_in_floating_point() {
    List<String> floating = new ArrayList<>();
    for (JavaClass each : product) {
      for (JavaField field : each.getFields()) {
        note(field.getFullName(), field.getRawType(), floating);
      }
      for (JavaCodeUnit unit : each.getCodeUnits()) {
        note(unit.getFullName(), unit.getRawReturnType(), floating);
        unit.getRawParameterTypes().forEach(type -> note(unit.getFullName(), type, floating));
      }
    }

    assertThat(floating).isEmpty();
  }

  @Test
  void a_public_type_says_what_it_is() throws IOException {
    List<String> undescribed = new ArrayList<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        boolean described = false;
        for (String line : Files.readAllLines(file)) {
          described |= line.startsWith("/**");
          Matcher type = PUBLIC_TYPE.matcher(line);
          if (type.find() && !described) {
            undescribed.add(type.group(2));
          }
        }
      }
    }

    assertThat(undescribed).isEmpty();
  }

  private static ArchRule plan(String name, Set<String> others) {
    List<String> allowed = new ArrayList<>(List.of("payout." + name + ".."));
    others.forEach(other -> allowed.add("payout." + other + ".."));
    return noClasses()
        .that()
        .resideInAPackage("payout." + name + "..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("payout..")
                .and(not(resideInAnyPackage(allowed.toArray(String[]::new)))));
  }

  private static boolean knowsCamelOrVertx(JavaClass each) {
    return each.getDirectDependenciesFromSelf().stream()
        .map(dependency -> dependency.getTargetClass().getPackageName())
        .anyMatch(name -> name.startsWith("org.apache.camel") || name.startsWith("io.vertx"));
  }

  /** The product's own, and the simulator's, which can be started alone. */
  private static DescribedPredicate<JavaClass> isCommandLine() {
    return resideInAnyPackage("payout.cli..")
        .or(
            DescribedPredicate.describe(
                "is the simulator's main",
                each -> each.getName().equals("payout.sandbox.SandboxMain")));
  }

  private static void note(String where, JavaClass type, List<String> floating) {
    if (Set.of("double", "float", "java.lang.Double", "java.lang.Float")
        .contains(type.getBaseComponentType().getName())) {
      floating.add(where);
    }
  }
}
