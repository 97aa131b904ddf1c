package payout.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that only has commands below it, and says so when it is called alone. */
abstract class CommandGroup implements Runnable {

  @Spec private CommandSpec spec;

  /** One of its commands, such as {@code payout keys check}. */
  abstract String example();

  @Override
  public final void run() {
    throw new ParameterException(spec.commandLine(), "Name a command, such as: " + example());
  }
}
