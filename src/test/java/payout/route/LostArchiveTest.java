package payout.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.batch.Language;
import payout.ledger.Act;
import payout.ledger.FileRecord;
import payout.ledger.WaitingLedger;
import payout.setup.IntakeSettings;
import payout.testing.Folders;
import payout.testing.PayoutFile;
import payout.testing.RunningService;

/** A look at the archive while another node decides on a file. */
class LostArchiveTest {

  private static final Act ACT = new Act("wang", "it was looked at", false);

  @TempDir private Path folder;

  @Test
  void a_file_that_another_node_approves_during_the_look_was_not_lost() throws IOException {
    during(".done", (waiting, file) -> waiting.approve("w.csv", file.sha256(), ACT));
  }

  @Test
  void a_file_that_another_node_rejects_during_the_look_was_not_lost() throws IOException {
    during(".rejected", (waiting, file) -> waiting.reject("w.csv", ACT));
  }

  /** Or else nothing would ever show that its decision was lost. */
  @Test
  void a_file_that_still_waits_after_the_look_is_one_whose_decision_was_lost() throws IOException {
    try (RunningService service = waiting()) {
      FileRecord file = service.ledger().status().files("w.csv").get(0);
      decide(service, (waiting, each) -> waiting.reject("w.csv", ACT));
      awaitMoved(service, ".rejected");

      LostArchive.Found found =
          new LostArchive(service.settings(), service.ledger(), () -> List.of(file)).find();

      assertThat(found.decided()).containsExactly(file);
      assertThat(found.isJustRestored()).isTrue();
    }
  }

  private void during(String moved, Decision decision) throws IOException {
    try (RunningService service = waiting()) {
      Supplier<List<FileRecord>> ledger = service.ledger().retakes()::waiting;

      LostArchive.Found found =
          new LostArchive(
                  service.settings(),
                  service.ledger(),
                  () -> {
                    List<FileRecord> waits = ledger.get();
                    if (!waits.isEmpty()) {
                      decide(service, decision);
                      awaitMoved(service, moved);
                    }
                    return waits;
                  })
              .find();

      assertThat(found.isJustRestored()).isFalse();
      assertThat(found.isEmpty()).isTrue();
    }
  }

  private RunningService waiting() {
    RunningService service =
        RunningService.in(folder)
            .with("PAYOUT_APPROVAL", "required")
            .with("PAYOUT_APPROVAL_APPROVERS", "wang")
            .with("PAYOUT_INBOX_OWNER", "li")
            .start();
    service.drop("w.csv", PayoutFile.lines("w", 1));
    service.awaitOut("w\\..*\\.waiting\\.csv");
    awaitMoved(service, ".waiting");
    return service;
  }

  private static void awaitMoved(RunningService service, String to) {
    await()
        .atMost(RunningService.PATIENCE)
        .until(
            () ->
                Folders.names(service.inbox().resolve(to)).size() == 1
                    && service.ledger().status().totals().unpublished() == 0);
  }

  private static void decide(RunningService service, Decision decision) {
    WaitingLedger waiting =
        service.ledger().waiting(IntakeSettings.acceptRules(service.settings()), Language.EN);
    decision.on(waiting, service.ledger().status().files("w.csv").get(0));
  }

  /** A decision of a person. */
  @FunctionalInterface
  private interface Decision {
    void on(WaitingLedger waiting, FileRecord file);
  }
}
