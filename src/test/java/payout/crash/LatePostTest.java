package payout.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import payout.ledger.Claim;
import payout.testing.FastDisk;
import payout.testing.PayoutFile;
import payout.testing.QuietLog;
import payout.testing.SettableClock;

/** A process that stood still between the claim of a batch and its post. */
@ExtendWith(QuietLog.class)
class LatePostTest {

  @TempDir(factory = FastDisk.class)
  private Path folder;

  private final SettableClock clock = SettableClock.standing(Instant.parse("2026-03-01T02:00:00Z"));
  private final SimulatedGateway gateway = new SimulatedGateway(clock, new Random(1));
  private final List<Integer> postsBefore = new ArrayList<>();
  private PowerSwitch power;
  private SimulatedService service;

  @BeforeEach
  void start() {
    power = new PowerSwitch();
    service = new SimulatedService(folder, clock, gateway, power, 1000);
    service.start();
    service.drop("payroll.csv", new PayoutFile("P", 1).text().getBytes(UTF_8));
    service.lookAtInbox();
  }

  @AfterEach
  void stop() {
    service.close();
    power.close();
  }

  @Test
  void does_not_post_when_the_lease_is_over_by_the_clock() {
    afterTheFirstClaim(claim -> clock.move(Duration.ofHours(1)));

    service.submit();

    postedOnceByTheSecondClaim();
  }

  /** The clock was set back, or the machine was suspended. */
  @Test
  void does_not_post_when_the_process_no_longer_holds_the_claim() {
    afterTheFirstClaim(claim -> service.sending().abandon(claim));

    service.submit();

    postedOnceByTheSecondClaim();
  }

  private void afterTheFirstClaim(Consumer<Claim> what) {
    service.beforePost(
        claim -> {
          postsBefore.add(gateway.posts());
          if (postsBefore.size() == 1) {
            what.accept(claim);
          }
        });
  }

  private void postedOnceByTheSecondClaim() {
    assertThat(postsBefore).containsExactly(0, 0);
    assertThat(gateway.posts()).isEqualTo(1);
    long file = service.ledger().status().files("payroll.csv").get(0).id();
    assertThat(service.ledger().status().events(service.ledger().status().batches(file).get(0)))
        .filteredOn(event -> event.kind().equals("GIVEN_BACK"))
        .singleElement()
        .extracting("detail")
        .isEqualTo("The lease was over before the post began.");
    assertThat(gateway.wrongs()).isEmpty();
    assertThat(service.wrongs()).isEmpty();
  }
}
