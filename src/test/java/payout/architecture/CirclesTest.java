package payout.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Packages, and files of one package, do not depend on each other in a circle, so each can be read
 * without the others.
 */
class CirclesTest {

  private static JavaClasses product;

  @BeforeAll
  static void read_the_classes() {
    product = ProductClasses.read();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "batch",
        "gateway",
        "notify",
        "ledger",
        "ledger.sql",
        "ledger.serial",
        "inbox",
        "sheet",
        "outbox",
        "config",
        "sftp",
        "sandbox",
        "cli"
      })
  void no_files_of_a_package_form_a_cycle(String name) {
    noCircles().check(product.that(resideInAPackage("payout." + name)));
  }

  @Test
  void no_packages_form_a_cycle() {
    slices().matching("payout.(**)").should().beFreeOfCycles().check(product);
  }

  @Test
  void the_rule_detects_a_cycle_of_two_files() {
    assertThatThrownBy(
            () ->
                noCircles()
                    .check(
                        new ClassFileImporter()
                            .importClasses(Hen.class, Hen.Egg.class, Nest.class)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Cycle detected");
  }

  private static ArchRule noCircles() {
    return slices().assignedFrom(new Files()).should().beFreeOfCycles();
  }

  /** A file is a class with all that is nested in it. */
  private static final class Files implements SliceAssignment {

    @Override
    public SliceIdentifier getIdentifierOf(JavaClass each) {
      return SliceIdentifier.of(each.getName().replaceFirst("\\$.*", ""));
    }

    @Override
    public String getDescription() {
      return "each file";
    }
  }
}

/** One half of a circle. */
final class Hen {

  record Egg(Nest nest) {}
}

/** The other half. */
record Nest(Hen.Egg egg) {}
