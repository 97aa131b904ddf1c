package payout.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListingTest {

  @ParameterizedTest
  @ValueSource(strings = {"pay.csv", "付款 5月.csv", "a*b?.csv", "$HOME.csv"})
  void knows_the_name_of_a_file(String name) {
    assertThat(Listing.isName(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "..",
        "../x.csv",
        "a/b.csv",
        "/x.csv",
        "a\\b.csv",
        "..\\x.csv",
        "a..b.csv",
        "x\n.csv",
        "x\u0000.csv",
        "x\r"
      })
  void knows_what_could_be_a_path_or_more_than_a_name(String name) {
    assertThat(Listing.isName(name)).isFalse();
  }
}
