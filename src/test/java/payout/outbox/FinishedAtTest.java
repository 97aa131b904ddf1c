package payout.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import payout.batch.ChinaClock;

class FinishedAtTest {

  private static final DateTimeFormatter GATEWAY = DateTimeFormatter.ofPattern("uuuuMMddHHmmss");

  @Test
  void every_time_is_shown_with_the_offset_of_china() {
    LocalDateTime time = LocalDateTime.of(1985, 1, 1, 0, 0, 0);
    while (time.getYear() < 2101) {
      assertThat(FinishedAt.iso(time.format(GATEWAY)))
          .isEqualTo(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.atZone(ChinaClock.CHINA)));
      time = time.plusHours(13).plusMinutes(7).plusSeconds(11);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "2026031012000",
        "202603101200000",
        "20261310120000",
        "20260010120000",
        "20260300120000",
        "20260230120000",
        "20260310240000",
        "20260310126000",
        "20260310120060",
        "2026031012000x",
        "２０２６０３１０１２００００"
      })
  void an_invalid_time_is_empty(String text) {
    assertThat(FinishedAt.iso(text)).isEmpty();
  }
}
