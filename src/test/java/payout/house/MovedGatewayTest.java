package payout.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.batch.BatchState;
import payout.ledger.BatchRecord;

/** A gateway address or charset that was set wrong is put right, and what never left goes on. */
class MovedGatewayTest {

  @TempDir private Path folder;

  @Test
  void what_never_left_goes_to_the_address_of_today() {
    String typo = "http://127.0.0.1:" + RunningHouse.freePort() + "/gateway.do";
    try (RunningHouse house = house(typo)) {
      house.drop("typo.csv", PayoutFiles.lines("TYPO", 5));
      awaitUnknown(house);
      house.stop();

      house.change("PAYOUT_GATEWAY_URL", house.gateway().gatewayUrl().toString());
      house.change("PAYOUT_CHARSET", "gbk");
      house.start();

      assertThat(house.awaitResult("typo").lines().filter(row -> row.contains(",PAID,")))
          .hasSize(5);
      assertThat(house.gateway().book().posts()).hasSize(1);
      assertThat(house.gateway().book().lines()).extracting(line -> line.name()).contains("收款人1");
    }
  }

  @Test
  void what_the_charset_of_today_cannot_write_is_held_with_an_alarm() {
    String typo = "http://127.0.0.1:" + RunningHouse.freePort() + "/gateway.do";
    try (RunningHouse house = house(typo)) {
      house.drop("letter.csv", PayoutFiles.of("LETTER-1,a@example.com,Łukasz,1.00,x"));
      awaitUnknown(house);
      house.stop();

      house.change("PAYOUT_GATEWAY_URL", house.gateway().gatewayUrl().toString());
      house.change("PAYOUT_CHARSET", "gb2312");
      house.start();

      await().atMost(RunningHouse.PATIENCE).until(() -> batch(house).state() == BatchState.HELD);
      assertThat(batch(house).maybeSent()).isFalse();
      assertThat(house.alarms("unsound-request")).isEqualTo(1);
      assertThat(house.gateway().book().posts()).isEmpty();
    }
  }

  private RunningHouse house(String gateway) {
    return RunningHouse.in(folder).with("PAYOUT_GATEWAY_URL", gateway).start();
  }

  private static void awaitUnknown(RunningHouse house) {
    await()
        .atMost(RunningHouse.PATIENCE)
        .until(
            () ->
                !house.ledger().status().files(1).isEmpty()
                    && batch(house) != null
                    && batch(house).state() == BatchState.UNKNOWN);
  }

  private static BatchRecord batch(RunningHouse house) {
    return house.ledger().status().batches(house.ledger().status().files(1).get(0).id()).stream()
        .findFirst()
        .orElse(null);
  }
}
