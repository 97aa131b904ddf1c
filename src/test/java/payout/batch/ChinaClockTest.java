package payout.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChinaClockTest {

  @ParameterizedTest
  @CsvSource({
    "2026-03-31T15:58:59.999Z, 20260331, false",
    "2026-03-31T15:59:00Z, 20260331, true",
    "2026-03-31T15:59:59.999Z, 20260331, true",
    "2026-03-31T16:00:00Z, 20260401, false",
    "2026-12-31T16:00:00Z, 20270101, false",
    "2026-03-31T23:59:30Z, 20260401, false"
  })
  void the_day_is_that_of_china_wherever_the_machine_is(
      Instant now, String payDate, boolean lastMinute) {
    TimeZone machine = TimeZone.getDefault();
    for (String zone : new String[] {"UTC", "America/Los_Angeles", "Pacific/Kiritimati"}) {
      TimeZone.setDefault(TimeZone.getTimeZone(zone));
      try {
        ChinaClock clock = new ChinaClock(Clock.fixed(now, ZoneId.of(zone)));

        assertThat(clock.payDate()).isEqualTo(payDate);
        assertThat(clock.today())
            .isEqualTo(LocalDate.parse(payDate, java.time.format.DateTimeFormatter.BASIC_ISO_DATE));
        assertThat(clock.isLastMinuteOfDay()).isEqualTo(lastMinute);
        assertThat(clock.millis()).isEqualTo(now.toEpochMilli());
      } finally {
        TimeZone.setDefault(machine);
      }
    }
  }

  @Test
  void shows_times_of_china_whatever_the_zone_of_the_machine() {
    Instant evening = Instant.parse("2026-03-09T16:00:00.999Z");
    ChinaClock clock = new ChinaClock(Clock.fixed(evening, ZoneOffset.UTC));

    assertThat(clock.now()).isEqualTo(evening);
    assertThat(ChinaClock.iso(evening)).isEqualTo("2026-03-10T00:00:00+08:00");
    assertThat(ChinaClock.iso(evening.toEpochMilli())).isEqualTo("2026-03-10T00:00:00+08:00");
    assertThat(ChinaClock.startOf(clock.today())).isEqualTo(evening.toEpochMilli() - 999);
  }
}
