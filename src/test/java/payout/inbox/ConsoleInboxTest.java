package payout.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import payout.ledger.SubmissionRefusedException;
import payout.ledger.SubmissionRefusedException.Reason;
import payout.testing.FastDisk;

/** Which names a submitted file may have. */
class ConsoleInboxTest {

  @TempDir(factory = FastDisk.class)
  private Path folder;

  private IntakeFixture intake;
  private ConsoleInbox console;

  @BeforeEach
  void open() {
    intake = new IntakeFixture(folder);
    console = intake.console();
  }

  @AfterEach
  void close() {
    intake.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "../x",
        "a/b.csv",
        "a\\b.csv",
        "/etc/passwd",
        "a\u0000.csv",
        "a\n.csv",
        "a\u202ecsv",
        "a\u200b.csv",
        ".hidden.csv",
        "~$pay.csv",
        "pay.csv.done",
        "pay.csv.DONE",
        "pay.csv.part",
        "pay.filepart",
        "pay.tmp"
      })
  void a_name_that_no_payout_file_can_have_is_refused_with_a_sentence(String name) {
    assertRefused(name);
  }

  @Test
  void a_name_of_more_than_150_bytes_is_refused() throws IOException {
    assertRefused("x".repeat(147) + ".csv");
    assertRefused("工".repeat(49) + ".csv");
    String longest = "工".repeat(48) + "xx.csv";
    assertThat(console.submit(longest, InputStream.nullInputStream(), 0, "li", false).name())
        .isEqualTo(longest);
  }

  private void assertRefused(String name) {
    assertThatThrownBy(() -> console.submit(name, InputStream.nullInputStream(), -1, "li", false))
        .isInstanceOfSatisfying(
            SubmissionRefusedException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(Reason.NAME);
              assertThat(e.getMessage())
                  .startsWith("No payout file can have the name ")
                  .endsWith(". Give it another name.")
                  .doesNotContain("\n", "\u0000", "\u202e", "\u200b");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"pay.csv", "工资 2026-03.csv", "pay", "=1+1.csv", "--.csv", "%2e%2e.csv"})
  void every_other_name_is_taken_as_it_is(String name) throws IOException {
    assertThat(console.submit(name, InputStream.nullInputStream(), 0, "li", false).name())
        .isEqualTo(name);
    assertThat(console.due(false, folder)).extracting(FoundFile::name).containsExactly(name);
  }

  @Test
  void a_file_is_submitted_by_somebody() {
    assertThatThrownBy(() -> console.submit("a.csv", InputStream.nullInputStream(), 0, " ", false))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
