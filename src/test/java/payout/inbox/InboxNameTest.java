package payout.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InboxNameTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pay.csv",
        "付款 5月.csv",
        "a*b?.csv",
        "$HOME.csv",
        "two..dots.csv",
        "é.csv",
        "💰.csv",
        "~x.csv"
      })
  void accepts_the_name_of_a_file(String name) {
    assertThat(InboxName.isFileName(name)).isTrue();
    assertThat(InboxName.isIgnored(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "../x.csv",
        "a/b.csv",
        "/x.csv",
        "a\\b.csv",
        "..\\x.csv",
        "x\n.csv",
        "x\u0000.csv",
        "x\r",
        "x\u001b[2J.csv",
        "x\u009b.csv",
        "x\u202e.csv",
        "x\u2067.csv",
        "x\u200b.csv",
        "x\u200d.csv",
        "x\u2060.csv",
        "\ufeffx.csv",
        "x\u00ad.csv",
        "x\u2028.csv",
        "x\u3164.csv",
        "x\ufffd.csv",
        "x\udb40\udc41.csv",
        "x\ud800.csv"
      })
  void rejects_what_could_be_more_than_a_name(String name) {
    assertThat(InboxName.isFileName(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".x",
        "~$pay.xlsx",
        "a.tmp",
        "a.TMP",
        "a.part",
        "a.Part",
        "a.filepart",
        "a.FilePart",
        "a.done",
        "a.DONE",
        ".done"
      })
  void ignores_files_that_are_hidden_locked_or_unfinished(String name) {
    assertThat(InboxName.isIgnored(name)).isTrue();
  }
}
