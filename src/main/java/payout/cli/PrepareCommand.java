package payout.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.config.Home;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code payout prepare}: makes the archive of classes that the next starts begin from. */
@Command(
    name = "prepare",
    description = {
      "Makes the archive of classes in cache/ of the installation, which saves each start a second.",
      "A service does it by itself where it may write there."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class PrepareCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(PrepareCommand.class);

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

  /**
   * Does the same in a process of its own and of low priority, where there is no archive that fits
   * and one can be made. Returns at once; whatever goes wrong costs later starts a second.
   */
  static void inBackground() {
    Home home = Surroundings.home();
    ClassArchive archive = ClassArchive.of(home);
    if (archive.fits() || !archive.canBeMade()) {
      return;
    }
    List<String> command = new ArrayList<>(List.of("nice", "-n", "19"));
    command.addAll(JavaProcess.command(List.of("-Xmx64m", "-XX:TieredStopAtLevel=1"), "prepare"));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.distribution().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().keySet().removeIf(name -> name.matches("(PAYOUT|CAMEL)_.*"));
    try {
      builder.start().getOutputStream().close();
      LOG.info("For faster starts a demo beside this process makes {}.", archive.folder());
    } catch (IOException e) {
      LOG.debug("No archive of classes is made", e);
    }
  }
}
