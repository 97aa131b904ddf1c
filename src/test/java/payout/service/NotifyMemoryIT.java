package payout.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.sandbox.Fault;
import payout.sandbox.FaultKind;
import payout.sandbox.GatewaySimulator;
import payout.sandbox.SignType;
import payout.testing.Folders;
import payout.testing.PayoutFile;
import payout.testing.ProductProcess;
import payout.testing.ProductionHome;
import payout.testing.RawHttp;
import payout.testing.RunningService;

/** Large bodies of many strangers at once, in a process with little memory. */
@Tag("long")
class NotifyMemoryIT {

  private static final int CALLERS = 40;
  private static final int ROUNDS = 3;
  private static final int LARGE = 4 * 1024 * 1024;

  /** One field, for that is what costs most to take apart. */
  private static final byte[] BODY = ("success_details=" + "a".repeat(LARGE - 16)).getBytes(UTF_8);

  @Test
  void forty_callers_of_four_megabytes_neither_end_it_nor_keep_a_true_notify_out(
      @TempDir Path folder) throws Exception {
    Path home = folder.resolve("home");
    try (GatewaySimulator gateway = GatewaySimulator.start(ProductionHome.gateway(SignType.RSA))) {
      gateway.fault(Fault.of(FaultKind.NOTIFY_NEVER).always());
      Map<String, String> settings = ProductionHome.make(home, gateway.gatewayUrl(), SignType.RSA);
      settings.put("PAYOUT_HOME", home.toString());
      settings.put("PAYOUT_OPTS", "-Xmx256m");
      try (ProductProcess run = ProductProcess.start(folder, settings, "run").ready()) {
        Folders.drop(
            home.resolve("inbox"),
            "m.csv",
            PayoutFile.of("M-1,a@example.com,张三,1.00,").getBytes(UTF_8));
        await().atMost(RunningService.PATIENCE).until(() -> !gateway.book().posts().isEmpty());
        String batchNo = gateway.book().posts().get(0).batchNo();

        List<Thread> callers = callers(URI.create(settings.get("PAYOUT_NOTIFY_URL")));
        await().atMost(RunningService.PATIENCE).until(() -> gateway.notifyAnew(batchNo).success());
        for (Thread caller : callers) {
          caller.join(TimeUnit.MINUTES.toMillis(3));
          assertThat(caller.isAlive()).isFalse();
        }

        assertThat(gateway.notifyAnew(batchNo).success()).as(run.err()).isTrue();
        assertThat(run.err()).doesNotContain("OutOfMemory");
        assertThat(run.terminate()).isLessThan(30_000);
      }
    }
  }

  private static List<Thread> callers(URI address) {
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      Thread caller = new Thread(() -> call(address), "stranger");
      caller.start();
      callers.add(caller);
    }
    return callers;
  }

  private static void call(URI address) {
    for (int i = 0; i < ROUNDS; i++) {
      try (RawHttp wire = RawHttp.to(address)) {
        wire.send(RawHttp.head(address, "POST", "Content-Length: " + BODY.length + "\r\n"));
        wire.send(BODY);
        wire.answer();
      }
    }
  }
}
