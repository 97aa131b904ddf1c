package payout.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.sandbox.Fault;
import payout.sandbox.FaultKind;
import payout.sandbox.GatewaySimulator;
import payout.sandbox.SignType;
import payout.testing.ProductProcess;
import payout.testing.ProductionHome;
import payout.testing.RawHttp;
import payout.testing.RunningService;

/** Strangers who send without end, seen from outside of the process. */
@Tag("long")
class NotifyFloodsIT {

  private static final long FLOOD_NS = TimeUnit.SECONDS.toNanos(3);

  /** What a flood of some seconds may write, bytes: one line at once, another after a minute. */
  private static final int LOG_BYTES_MAX = 1_000;

  private GatewaySimulator gateway;
  private ProductProcess run;
  private URI address;
  private URI metrics;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    Path home = folder.resolve("home");
    gateway = GatewaySimulator.start(ProductionHome.gateway(SignType.RSA));
    gateway.fault(Fault.of(FaultKind.NOTIFY_NEVER).always());
    Map<String, String> settings = ProductionHome.make(home, gateway.gatewayUrl(), SignType.RSA);
    settings.put("PAYOUT_HOME", home.toString());
    run = ProductProcess.start(folder, settings, "run").ready();
    address = URI.create(settings.get("PAYOUT_NOTIFY_URL"));
    metrics =
        URI.create(
            "http://127.0.0.1:" + settings.get("CAMEL_MANAGEMENT_PORT") + "/observe/metrics");
  }

  @AfterEach
  void stop() {
    run.close();
    gateway.close();
  }

  @Test
  void addresses_that_cannot_be_decoded_leave_two_lines_a_minute() {
    floodAndLookAtTheLog("/%zz", "malformed");
  }

  @Test
  void refused_signs_leave_two_lines_a_minute() {
    floodAndLookAtTheLog(address.getRawPath(), "sign_type");
  }

  private void floodAndLookAtTheLog(String target, String reason) {
    int before = run.err().length();
    byte[] one = RawHttp.ascii(request(target));
    long end = System.nanoTime() + FLOOD_NS;
    while (System.nanoTime() < end) {
      try (RawHttp caller = RawHttp.to(address)) {
        caller.send(one);
      }
    }

    await().atMost(RunningService.PATIENCE).until(() -> refused(reason) > 1_000);
    assertThat(run.err().substring(before))
        .contains("Notify refused (" + reason + "): ")
        .hasSizeLessThan(LOG_BYTES_MAX);
  }

  private double refused(String reason) {
    return RawHttp.exchange(metrics, "GET", "", new byte[0])
        .lines()
        .filter(line -> line.startsWith("payout_notifies_refused_total{"))
        .filter(line -> line.contains("reason=\"" + reason + "\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static String request(String target) {
    return "POST " + target + " HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\na=b";
  }
}
