package payout.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.batch.BatchState;
import payout.ledger.BatchRecord;
import payout.testing.FreePort;
import payout.testing.PayoutFile;
import payout.testing.RunningService;

/** A gateway address or charset that was set wrong is put right, and what never left goes on. */
class MovedGatewayTest {

  @TempDir private Path folder;

  @Test
  void what_never_left_goes_to_the_address_of_today() {
    String typo = "http://127.0.0.1:" + FreePort.next() + "/gateway.do";
    try (RunningService service = service(typo)) {
      service.drop("typo.csv", PayoutFile.lines("TYPO", 5));
      awaitUnknown(service);
      service.stop();

      service.change("PAYOUT_GATEWAY_URL", service.gateway().gatewayUrl().toString());
      service.change("PAYOUT_CHARSET", "gbk");
      service.start();

      assertThat(service.awaitResult("typo").lines().filter(row -> row.contains(",PAID,")))
          .hasSize(5);
      assertThat(service.gateway().book().posts()).hasSize(1);
      assertThat(service.gateway().book().lines()).extracting(line -> line.name()).contains("收款人1");
    }
  }

  @Test
  void what_the_charset_of_today_cannot_write_is_held_with_an_alarm() {
    String typo = "http://127.0.0.1:" + FreePort.next() + "/gateway.do";
    try (RunningService service = service(typo)) {
      service.drop("letter.csv", PayoutFile.of("LETTER-1,a@example.com,Łukasz,1.00,x"));
      awaitUnknown(service);
      service.stop();

      service.change("PAYOUT_GATEWAY_URL", service.gateway().gatewayUrl().toString());
      service.change("PAYOUT_CHARSET", "gb2312");
      service.start();

      await()
          .atMost(RunningService.PATIENCE)
          .until(() -> batch(service).state() == BatchState.HELD);
      assertThat(batch(service).maybeSent()).isFalse();
      assertThat(service.alarms("invalid-request")).isEqualTo(1);
      assertThat(service.gateway().book().posts()).isEmpty();
    }
  }

  private RunningService service(String gateway) {
    return RunningService.in(folder).with("PAYOUT_GATEWAY_URL", gateway).start();
  }

  private static void awaitUnknown(RunningService service) {
    await()
        .atMost(RunningService.PATIENCE)
        .until(
            () ->
                !service.ledger().status().files(1).isEmpty()
                    && batch(service) != null
                    && batch(service).state() == BatchState.UNKNOWN);
  }

  private static BatchRecord batch(RunningService service) {
    return service
        .ledger()
        .status()
        .batches(service.ledger().status().files(1).get(0).id())
        .stream()
        .findFirst()
        .orElse(null);
  }
}
