package payout.cli;

import java.nio.file.Path;
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

  static ChinaClock clock() {
    return ChinaClock.system();
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
