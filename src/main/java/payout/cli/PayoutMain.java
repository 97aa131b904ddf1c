package payout.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import payout.batch.Characters;
import payout.config.InvalidSettingsException;
import payout.console.UsersFileException;
import payout.ledger.sql.LedgerException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bin/payout}: pays payout files in signed batches and writes the results back as files. */
@Command(
    name = "payout",
    description =
        "Pays an ERP's payout files in signed batches, never twice, and writes the" + " results.",
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
      MatchCommand.class,
      ProveCommand.class,
      AcknowledgeCommand.class,
      BatchCommands.Hold.class,
      BatchCommands.Release.class,
      BatchCommands.Resend.class,
      SettleCommand.class,
      BatchCommands.Resume.class,
      AgainCommand.class,
      FileCommands.Approve.class,
      FileCommands.Reject.class,
      BackupCommand.class,
      AuditCommand.class,
      UsersCommand.class,
      KeysCommand.class
    })
public final class PayoutMain implements Runnable {

  /** The exit code of a command that was used wrongly or that refused to start. */
  static final int REFUSED = 2;

  @Spec private CommandSpec spec;

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    HaltAt.fromSystemProperties();
    System.exit(execute(arguments));
  }

  static int execute(String... arguments) {
    return commands(writer(FileDescriptor.out), writer(FileDescriptor.err)).execute(arguments);
  }

  /** The commands, with output to these two. */
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
      err.println("payout does not start because of its settings:");
      invalid.faults().forEach(fault -> err.println("  - " + Characters.shown(fault)));
    } else if (thrown instanceof LedgerException
        || thrown instanceof UsersFileException
        || thrown instanceof RefusedToStartException) {
      err.println("payout: " + Characters.shownLines(thrown.getMessage()));
    } else {
      err.println("payout: " + Characters.shownLines(sentence(thrown)));
    }
    err.flush();
    return REFUSED;
  }

  /** Describes an unexpected exception in a sentence for the operator. */
  private static String sentence(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null && !(root instanceof RefusedToStartException)) {
      root = root.getCause();
    }
    if (root instanceof BindException) {
      return "Another program took the port of payout.notify.port or camel.management.port"
          + " during the start ("
          + root.getMessage()
          + "). Start again; the message then names the port.";
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
  }
}
