package payout.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import payout.batch.Money;

class ApprovalFileTest {

  private static final String SHA256 = "0123456789abcdef".repeat(4);

  @TempDir private Path folder;

  @Test
  void contains_the_hash_and_the_sum_and_optionally_the_approver() throws Exception {
    assertThat(read("sha256=" + SHA256 + "\namount=2020.50\n"))
        .isEqualTo(new ApprovalFile(SHA256, Money.parse("2020.50"), ""));
    assertThat(
            read(
                "\uFEFFby = chen \r\n\r\namount=2020.5\r\nsha256= "
                    + SHA256.toUpperCase(java.util.Locale.ROOT)))
        .isEqualTo(new ApprovalFile(SHA256, Money.parse("2020.50"), "chen"));
  }

  @ParameterizedTest
  @CsvSource({
    "'', a line sha256=",
    "sha256=SHA, a line amount=",
    "sha256=SHA1;amount=1.00, all 64 digits",
    "amount=1.00, a line sha256=",
    "'sha256=SHA;amount=1,00', a line amount=",
    "sha256=SHA;amount=-1.00, a line amount=",
    "sha256=SHA;amount=１.00, a line amount=",
    "sha256=SHA;amount=1.000, a line amount=",
    "sha256=SHA;amount=1e2, a line amount=",
    "sha256=SHA;amount=1.00;amount=1.00, two lines amount=",
    "sha256=SHA;amount=1.00;approved, each of its lines",
    "sha256=SHA;amount=1.00;sum=1.00, each of its lines",
  })
  void is_refused_when_it_is_malformed(String lines, String sentence) {
    String text = lines.replace("SHA", SHA256).replace(';', '\n');

    assertThatThrownBy(() -> read(text))
        .isInstanceOf(UnreadableApprovalException.class)
        .hasMessageContaining(sentence);
  }

  /** Otherwise, a writer of the link's target could approve without access to the folder. */
  @Test
  void is_refused_when_it_is_a_link() throws Exception {
    Path elsewhere = folder.resolve("elsewhere");
    Files.writeString(elsewhere, "sha256=" + SHA256 + "\namount=1.00\n");
    Path link = Files.createSymbolicLink(folder.resolve("x.approve"), elsewhere);

    assertThatThrownBy(() -> read(link)).isInstanceOf(FileChangedException.class);
  }

  @Test
  void is_refused_when_it_is_too_long_or_not_utf_8() throws Exception {
    Path file = folder.resolve("x.approve");
    Files.write(file, new byte[] {(byte) 0xFF, (byte) 0xFE});
    assertThatThrownBy(() -> read(file)).hasMessage("it is not UTF-8");
    assertThatThrownBy(() -> read("\n".repeat(4097))).hasMessage("it is longer than 4096 bytes");
  }

  private ApprovalFile read(String text) throws Exception {
    Path file = folder.resolve("pay.01234567.approve");
    Files.writeString(file, text, StandardCharsets.UTF_8);
    return read(file);
  }

  private static ApprovalFile read(Path file) throws Exception {
    try (OpenFile open = OpenFile.open(file, ReadWatch.NONE)) {
      return ApprovalFile.read(open);
    }
  }
}
