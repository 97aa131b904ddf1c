package payout.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import payout.batch.BatchNo;

class HiddenOutputTest {

  private static final HiddenOutput CLAIM =
      new HiddenOutput("pay.0123abcd.ack.csv", 17, 3, "00ab12cd");

  @Test
  void names_belong_to_one_claim_of_one_process() {
    assertThat(CLAIM.part()).isEqualTo(".pay.0123abcd.ack.csv.17-3-00ab12cd.part");
    assertThat(CLAIM.mark()).isEqualTo(".pay.0123abcd.ack.csv.17-3-00ab12cd.put");
    assertThat(CLAIM.done().part()).isEqualTo(".pay.0123abcd.ack.csv.done.17-3-00ab12cd.part");
    assertThat(CLAIM.workFile()).isEqualTo("publication-17-3-00ab12cd.csv");
    assertThat(HiddenOutput.inOutbox(CLAIM.part())).contains(CLAIM);
    assertThat(HiddenOutput.inOutbox(CLAIM.mark())).contains(CLAIM);
    assertThat(HiddenOutput.inWork(CLAIM.workFile()))
        .contains(new HiddenOutput("", 17, 3, "00ab12cd"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".pay.0123abcd.ack.csv.17-2-00ab12cd.part",
        ".pay.0123abcd.ack.csv.17-1-ffffffff.put",
        ".pay.0123abcd.ack.csv.done.17-2-00ab12cd.part"
      })
  void earlier_claims_of_the_same_file_are_superseded(String name) {
    assertThat(CLAIM.supersedes(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".pay.0123abcd.ack.csv.17-3-00ab12cd.part",
        ".pay.0123abcd.ack.csv.17-4-00ab12cd.part",
        ".pay.0123abcd.ack.csv.18-2-00ab12cd.part",
        ".pay.0123abcd.result.csv.17-2-00ab12cd.part",
        ".pay.0123abcd.ack.csv.done.done.17-2-00ab12cd.part",
        ".pay.0123abcd.ack.csv.part",
        ".pay.0123abcd.ack.csv.17-2-00AB12CD.part",
        ".pay.0123abcd.ack.csv.17-2-00ab12cd.part.csv",
        ".pay.0123abcd.ack.csv.17--2-00ab12cd.part",
        ".pay.0123abcd.ack.csv.17-99999999999999999999-00ab12cd.part",
        "pay.0123abcd.ack.csv.17-2-00ab12cd.part",
        "pay.0123abcd.ack.csv"
      })
  void nothing_else_is(String name) {
    assertThat(CLAIM.supersedes(name)).isFalse();
  }

  /** A file system takes 255 bytes. */
  @Test
  void the_longest_name_leaves_room_for_it() {
    OutputNames names = new OutputNames("a".repeat(150) + ".csv", "0123abcd".repeat(8), 999, true);
    String name = names.result(new BatchNo("0".repeat(32)));
    HiddenOutput longest = new HiddenOutput(name, 9_999_999_999L, 9999, "00ab12cd");

    assertThat(longest.done().part().getBytes(UTF_8)).hasSizeLessThanOrEqualTo(255);
  }
}
