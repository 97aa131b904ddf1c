package payout.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import payout.batch.ChinaClock;
import payout.config.Home;
import payout.config.KeyCheck;
import payout.config.KeyCheck.Role;
import payout.config.SettingsLoader;
import payout.gateway.Keys;
import payout.gateway.SignType;
import payout.gateway.UnusableKeyException;

/** What the process was started with: environment variables, folders, clock. */
final class ProcessEnvironment {

  private static final String CLOCK_OFFSET = "payout.clock-offset";

  private static final KeyCheck KEY_CHECK = ProcessEnvironment::keyFault;

  private ProcessEnvironment() {}

  static Home home() {
    Path distribution = Path.of(System.getProperty(Home.DISTRIBUTION_PROPERTY, "."));
    return Home.of(System.getenv(), distribution);
  }

  static SettingsLoader settings() {
    return settings(home(), System.getenv());
  }

  static SettingsLoader settings(Home home, Map<String, String> environment) {
    return new SettingsLoader(home, environment, KEY_CHECK);
  }

  /**
   * The clock of this machine. {@code -Dpayout.clock-offset=PT10M} moves it for this process, as if
   * the machine's were wrong: for tests only.
   */
  static ChinaClock clock() {
    String offset = System.getProperty(CLOCK_OFFSET, "");
    return offset.isEmpty() ? ChinaClock.system() : ChinaClock.wrongBy(Duration.parse(offset));
  }

  /**
   * The name of this machine, as its kernel knows it; empty where it does not say. A command must
   * not wait for a name server that is away.
   */
  static String hostName() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      return "";
    }
  }

  private static Optional<String> keyFault(String signType, Role role, String text) {
    try {
      SignType type = SignType.valueOf(signType);
      if (role == Role.MERCHANT_PRIVATE) {
        Keys.privateKey(text, type);
      } else {
        Keys.publicKey(text, type);
      }
      return Optional.empty();
    } catch (UnusableKeyException e) {
      return Optional.of("cannot be used: " + e.getMessage());
    }
  }
}
