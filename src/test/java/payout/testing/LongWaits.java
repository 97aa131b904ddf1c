package payout.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets a test that names no limit wait for a minute, in place of the ten seconds of Awaitility:
 * what takes milliseconds takes seconds on a machine that does a lot at once. JUnit finds it by
 * itself.
 */
public final class LongWaits implements BeforeAllCallback {

  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
  }
}
