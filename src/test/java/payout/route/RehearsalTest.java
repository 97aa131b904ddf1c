package payout.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.batch.ChinaClock;
import payout.gateway.SignType;
import payout.gateway.Signer;
import payout.ledger.SendRules;
import payout.testing.RunningService;

/** A rehearsal beside a running service: it goes through the program, and nothing comes of it. */
class RehearsalTest {

  @TempDir private Path folder;

  @Test
  void posts_nothing_signs_no_request_and_leaves_nothing() {
    try (RunningService service = RunningService.in(folder).start()) {
      Texts signed = new Texts();

      rehearse(service, signed, () -> signed.all.size() >= 5);

      assertThat(signed.all).hasSizeBetween(5, 6).containsOnly("A rehearsal.");
      assertThat(service.gateway().book().paidLines()).isEmpty();
      assertThat(service.ledger().status().files(1)).isEmpty();
      assertThat(service.home().resolve("data/work/rehearsal")).doesNotExist();
    }
  }

  @Test
  void does_not_begin_when_there_is_real_work() {
    try (RunningService service = RunningService.in(folder).start()) {
      Texts signed = new Texts();
      AtomicBoolean asked = new AtomicBoolean();

      rehearse(
          service,
          signed,
          () -> {
            asked.set(true);
            return true;
          });

      assertThat(asked).isTrue();
      assertThat(signed.all).isEmpty();
    }
  }

  private static void rehearse(RunningService service, Signer signer, BooleanSupplier isOver) {
    SendRules rules =
        new SendRules(service.settings().payer(), 120_000, 60_000, 3_600_000, 900_000);
    Rehearsal.run(service.settings(), rules, signer, ChinaClock.system(), 0, isOver);
  }

  /** Keeps what it signs. */
  private static final class Texts implements Signer {

    private final List<String> all = new CopyOnWriteArrayList<>();

    @Override
    public SignType type() {
      return SignType.RSA;
    }

    @Override
    public String sign(byte[] text) {
      all.add(new String(text, StandardCharsets.UTF_8));
      return "c2lnbg==";
    }

    @Override
    public boolean verify(byte[] text, String sign) {
      return false;
    }
  }
}
