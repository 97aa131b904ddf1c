package payout.cli;

import java.util.List;
import java.util.concurrent.Callable;
import payout.batch.Characters;
import payout.config.Settings;
import payout.ledger.Act;
import payout.ledger.ActLedger;
import payout.ledger.ActRefusedException;
import payout.ledger.Ledger;
import payout.route.CommonValues;
import payout.setup.IntakeSettings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** An operator's act: recorded with who, when and why. Works while {@code run} is running. */
abstract class ActCommand implements Callable<Integer> {

  private static final int REFUSED_BY_STATE = 1;
  private static final String USER = LedgerAccess.USER;

  @Spec private CommandSpec spec;

  @Option(
      names = "--by",
      paramLabel = "WHO",
      description = "who does it (default: the system user)")
  private String who;

  @Option(names = "--dry-run", description = "only print what would happen")
  private boolean dryRun;

  @Option(names = "--sandbox", description = "use the sandbox's ledger")
  private boolean sandbox;

  @Override
  public final Integer call() {
    requireSaid("--by", who);
    requireSaid("--reason", reason());
    checkOptions();
    Settings settings = LedgerAccess.settings(sandbox);
    try (Ledger ledger = LedgerAccess.open(settings)) {
      if (!onlyReads()) {
        requireSettingsOfNodes(ledger, settings);
      }
      String done = act(ledger, settings, act());
      spec.commandLine().getOut().println(Characters.shownLines(done));
      return exitCode();
    } catch (ActRefusedException e) {
      spec.commandLine().getErr().println("payout: " + Characters.shownLines(e.getMessage()));
      return REFUSED_BY_STATE;
    }
  }

  /** Whether it only prints what is there. */
  boolean onlyReads() {
    return false;
  }

  /** Else an act by the wrong rules would approve, or settle, what the nodes let wait. */
  private static void requireSettingsOfNodes(Ledger ledger, Settings settings) {
    List<String> differences = ledger.status().differencesFromNodes(CommonValues.ofActs(settings));
    if (!differences.isEmpty()) {
      throw new RefusedToStartException(
          "Nothing was done: the nodes on this ledger run with other settings than this command: "
              + String.join("; ", differences)
              + ". Run it with the settings of a node (PAYOUT_HOME and the environment).");
    }
  }

  /** Does it and returns a sentence that describes it. */
  abstract String act(Ledger ledger, Settings settings, Act act);

  /** The exit code of an act that was not refused. */
  int exitCode() {
    return 0;
  }

  /** The reason that the operator gave; null when there is none. */
  abstract String reason();

  /** Refuses options that do not go together; see {@link #misused}. */
  void checkOptions() {}

  /** The acts, with the rules of the settings about who may do them. */
  static ActLedger acts(Ledger ledger, Settings settings) {
    return ledger.acts(IntakeSettings.acceptRules(settings));
  }

  /** Records the system user as well when {@code --by} names a different user. */
  static Act withUser(Act act) {
    String reason = (act.reason() + " (system user: " + USER + ")").strip();
    return act.who().equals(USER) ? act : act.because(reason);
  }

  /** A wrong use of the command, which ends with exit code 2. */
  ParameterException misused(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  private Act act() {
    String reason = reason();
    return new Act(who == null ? USER : who, reason == null ? "" : reason, dryRun)
        .from(LedgerAccess.here());
  }

  private void requireSaid(String option, String text) {
    if (text != null && !Act.isReadable(text)) {
      throw misused(option + " is empty: it needs a visible letter or digit.");
    }
  }

  /** An act with an optional reason. */
  abstract static class Reasoned extends ActCommand {

    @Option(names = "--reason", paramLabel = "WHY", description = "why, for the record")
    private String reason;

    @Override
    final String reason() {
      return reason;
    }
  }

  /** An act that requires a reason. */
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
