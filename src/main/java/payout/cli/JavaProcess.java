package payout.cli;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import payout.config.Home;

/** Further processes of this program, on the same Java and jars. */
final class JavaProcess {

  private JavaProcess() {}

  /** What starts a command of this program with these options for Java. */
  static List<String> command(List<String> options, String command) {
    List<String> all = new ArrayList<>();
    all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    all.addAll(options);
    all.add(
        "-D" + Home.DISTRIBUTION_PROPERTY + "=" + System.getProperty(Home.DISTRIBUTION_PROPERTY));
    all.add("-cp");
    all.add(System.getProperty("java.class.path"));
    all.add(PayoutMain.class.getName());
    all.add(command);
    return all;
  }

  /** The jars, in the order in which Java looks into them. */
  static List<String> classPath() {
    return List.of(System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator)));
  }
}
