package payout.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The sandbox takes every sample except the one that shows faults and the statement. */
class SamplesTest extends IntakeTest {

  @Test
  void the_sandbox_takes_each_sample_but_the_faulty_one_and_the_statement() throws IOException {
    fixture.email = "payer@sandbox.example";
    fixture.accountName = "沙箱测试公司";
    fixture.warnings =
        new WarningRules(3, 20, null, WarningRules.GATEWAY_REMARK_MIN, code -> false);
    Set<String> refused = new TreeSet<>();
    try (Stream<Path> samples = Files.list(Path.of("samples"))) {
      for (Path sample : samples.toList()) {
        String name = sample.getFileName().toString();
        if (!fixture.drop(name, Files.readAllBytes(sample)).state().equals("ACCEPTED")) {
          refused.add(name);
        }
      }
    }

    assertThat(refused).containsExactly("payout-faulty.csv", "statement-20260310.csv");
  }
}
