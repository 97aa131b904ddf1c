package payout.cli;

import java.util.concurrent.Callable;
import payout.batch.Characters;
import payout.config.Settings;
import payout.ledger.Act;
import payout.ledger.ActLedger;
import payout.ledger.ActRefusedException;
import payout.ledger.Ledger;
import payout.route.AcceptSettings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** An operator's act: recorded with who, when and why; works beside a process that is running. */
abstract class ActCommand implements Callable<Integer> {

  private static final int REFUSED_BY_STATE = 1;
  private static final String USER = System.getProperty("user.name", "");

  @Spec private CommandSpec spec;

  @Option(
      names = "--by",
      paramLabel = "WHO",
      description = "who does it (default: the user of the system)")
  private String who;

  @Option(names = "--dry-run", description = "only say what would happen")
  private boolean dryRun;

  @Option(names = "--sandbox", description = "in the sandbox's ledger")
  private boolean sandbox;

  @Override
  public final Integer call() {
    requireSaid("--by", who);
    requireSaid("--reason", reason());
    checkOptions();
    Settings settings = LedgerDoor.settings(sandbox);
    try (Ledger ledger = LedgerDoor.open(settings)) {
      String done = act(ledger, settings, act());
      spec.commandLine().getOut().println(Characters.shownLines(done));
      return exitCode();
    } catch (ActRefusedException e) {
      spec.commandLine().getErr().println("payout: " + Characters.shownLines(e.getMessage()));
      return REFUSED_BY_STATE;
    }
  }

  /** Does it and answers with a sentence. */
  abstract String act(Ledger ledger, Settings settings, Act act);

  /** The exit code of an act that was not refused. */
  int exitCode() {
    return 0;
  }

  /** Why, in the person's words; null when nothing was said. */
  abstract String reason();

  /** Refuses options that do not go together; see {@link #misused}. */
  void checkOptions() {}

  /** The acts, by what the settings say about who may do them. */
  static ActLedger acts(Ledger ledger, Settings settings) {
    return ledger.acts(AcceptSettings.rules(settings));
  }

  /** Who says to be somebody else than the system knows is recorded with that. */
  static Act withUser(Act act) {
    String reason = (act.reason() + " (user of the system: " + USER + ")").strip();
    return act.who().equals(USER) ? act : new Act(act.who(), reason, act.dryRun());
  }

  /** The command cannot be meant so: it ends with the code for that, and nothing is done. */
  ParameterException misused(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  private Act act() {
    String reason = reason();
    return new Act(who == null ? USER : who, reason == null ? "" : reason, dryRun);
  }

  private void requireSaid(String option, String text) {
    if (text != null && !Act.isReadable(text)) {
      throw misused(option + " is empty: it needs a letter or a digit that can be seen.");
    }
  }

  /** An act that needs no reason, but may have one. */
  abstract static class Reasoned extends ActCommand {

    @Option(names = "--reason", paramLabel = "WHY", description = "why, for the record")
    private String reason;

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
