package payout.cli;

import java.util.concurrent.Callable;
import payout.config.Settings;
import payout.ledger.Act;
import payout.ledger.ActRefusedException;
import payout.ledger.Ledger;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A person's act: recorded with who, when and why; works beside a process that is running. */
abstract class ActCommand implements Callable<Integer> {

  private static final int REFUSED_BY_STATE = 1;

  @Spec private CommandSpec spec;

  @Option(
      names = "--by",
      paramLabel = "WHO",
      description = "who does it (default: the user of the system)")
  private String who = System.getProperty("user.name", "");

  @Option(names = "--dry-run", description = "only say what would happen")
  private boolean dryRun;

  @Option(names = "--sandbox", description = "in the sandbox's ledger")
  private boolean sandbox;

  @Override
  public final Integer call() {
    Settings settings = LedgerDoor.settings(sandbox);
    try (Ledger ledger = LedgerDoor.open(settings)) {
      String done = act(ledger, settings, new Act(who, reason(), dryRun));
      spec.commandLine().getOut().println(done);
      return 0;
    } catch (ActRefusedException e) {
      spec.commandLine().getErr().println("payout: " + e.getMessage());
      return REFUSED_BY_STATE;
    }
  }

  /** Does it and answers with a sentence. */
  abstract String act(Ledger ledger, Settings settings, Act act);

  /** Why, in the person's words. */
  abstract String reason();

  /** An act that needs no reason, but may have one. */
  abstract static class Reasoned extends ActCommand {

    @Option(names = "--reason", paramLabel = "WHY", description = "why, for the record")
    private String reason = "";

    @Override
    final String reason() {
      return reason;
    }
  }

  /** An act that is not done without a reason. */
  abstract static class WithReason extends ActCommand {

    @Option(
        names = "--reason",
        required = true,
        paramLabel = "WHY",
        description = "why, for the record")
    private String reason;

    @Override
    final String reason() {
      return reason;
    }
  }
}
