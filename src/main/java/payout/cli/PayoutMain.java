package payout.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import payout.batch.Characters;
import payout.config.InvalidSettingsException;
import payout.ledger.sql.LedgerException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bin/payout}: pays payout files in signed batches and writes the results back as files. */
@Command(
    name = "payout",
    description = "Pays an ERP's payout files in signed batches, never twice, and writes results.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Settings: config/application.properties below PAYOUT_HOME."},
    subcommands = {
      RunCommand.class,
      SandboxCommand.class,
      DemoCommand.class,
      CheckCommand.class,
      StatusCommand.class,
      HoldCommand.class,
      ReleaseCommand.class,
      ResendCommand.class,
      SettleCommand.class,
      ResumeCommand.class,
      AgainCommand.class,
      ApproveCommand.class,
      RejectCommand.class
    })
public final class PayoutMain implements Runnable {

  /** The exit code of a command that was misused or that refused to start. */
  static final int REFUSED = 2;

  @Spec private CommandSpec spec;

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    HaltAt.fromSystemProperty();
    System.exit(execute(arguments));
  }

  static int execute(String... arguments) {
    return commands(writer(FileDescriptor.out), writer(FileDescriptor.err)).execute(arguments);
  }

  /** The commands, which answer to these two. */
  static CommandLine commands(PrintWriter out, PrintWriter err) {
    return new CommandLine(new PayoutMain())
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((thrown, command, parsed) -> refusal(thrown, err));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command, such as: payout demo");
  }

  private static int refusal(Exception thrown, PrintWriter err) {
    if (thrown instanceof InvalidSettingsException invalid) {
      err.println("payout does not start, because of its settings:");
      invalid.faults().forEach(fault -> err.println("  - " + Characters.shown(fault)));
    } else if (thrown instanceof LedgerException || thrown instanceof RefusedToStartException) {
      err.println("payout: " + Characters.shownLines(thrown.getMessage()));
    } else {
      err.println("payout: " + Characters.shownLines(Sentences.of(thrown)));
    }
    err.flush();
    return REFUSED;
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
  }
}
