package payout.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code payout prepare}: makes the archive of classes that the next starts begin from. */
@Command(
    name = "prepare",
    description =
        "Makes the archive of classes in cache/ of the installation, which saves each start a second.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class PrepareCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    ClassArchive archive = ClassArchive.of(Surroundings.home());
    try {
      String said =
          archive.make()
              ? "The next starts begin from the archive of classes in "
              : "Another process is making the archive of classes in ";
      spec.commandLine().getOut().println(said + archive.folder() + ".");
      return 0;
    } catch (IOException e) {
      throw new RefusedToStartException(
          "The archive of classes cannot be written to " + archive.folder() + ": " + e);
    }
  }
}
