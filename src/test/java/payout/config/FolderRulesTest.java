package payout.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FolderRulesTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "file:box, file:box",
    "file:box, file:./box/",
    "file:box, file:box/out",
    "file:box/in, file:box",
    "file:a file:a/b, file:out",
    "file:a file:a, file:out",
  })
  void share_no_file_with_each_other(String inbox, String outbox) {
    TestHome home =
        TestHome.valid(folder).with("payout.inbox.uri", inbox).with("payout.outbox.uri", outbox);

    assertThat(FaultSentencesTest.faults(home))
        .singleElement()
        .asString()
        .contains("they must be different folders, and neither inside the other.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"file:data", "file:config/in", "file:routes", "file:lib/x", "file:sandbox/inbox"})
  void are_apart_from_the_programs_own(String inbox) {
    TestHome home = TestHome.valid(folder).with("payout.inbox.uri", inbox);

    assertThat(FaultSentencesTest.faults(home))
        .anySatisfy(
            fault ->
                assertThat(fault)
                    .startsWith("payout.inbox.uri names ")
                    .contains("it must be separate from the program's own folder"));
  }

  @Test
  void are_not_the_home_itself() {
    TestHome home = TestHome.valid(folder).with("payout.outbox.uri", "file:.");

    assertThat(FaultSentencesTest.faults(home))
        .anyMatch(fault -> fault.contains("separate from the program's own"));
  }

  @Test
  void are_compared_behind_their_links() throws IOException {
    TestHome home = TestHome.valid(folder).with("payout.outbox.uri", "file:link/inbox");
    Files.createSymbolicLink(home.home.resolve("link"), home.home.root());

    assertThat(FaultSentencesTest.faults(home))
        .singleElement()
        .asString()
        .contains("they must be different folders");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:a%2520b", "file:what%3F", "file:a%26b", "file:a%23b"})
  void have_names_that_camel_understands(String inbox) {
    TestHome home = TestHome.valid(folder).with("payout.inbox.uri", inbox);

    assertThat(FaultSentencesTest.faults(home))
        .singleElement()
        .asString()
        .startsWith("payout.inbox.uri names ")
        .endsWith("its path must not contain ?, #, & or %.");
  }

  @Test
  void hold_no_ledger() {
    TestHome home = TestHome.valid(folder).with("payout.ledger.url", "jdbc:sqlite:inbox/ledger.db");

    assertThat(FaultSentencesTest.faults(home))
        .singleElement()
        .asString()
        .startsWith("payout.ledger.url names ")
        .endsWith("it must be outside the folder of payout.inbox.uri.");
  }
}
