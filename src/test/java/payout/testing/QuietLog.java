package payout.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** Keeps the log of thousands of made-up disasters to itself. */
public final class QuietLog implements BeforeAllCallback, AfterAllCallback {

  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final Logger alarm = (Logger) LoggerFactory.getLogger("payout.alarm");
  private final Logger payout = (Logger) LoggerFactory.getLogger("payout");
  private Level rootWas;
  private Level payoutWas;
  private Level alarmWas;

  @Override
  public void beforeAll(ExtensionContext context) {
    rootWas = root.getLevel();
    payoutWas = payout.getLevel();
    alarmWas = alarm.getLevel();
    root.setLevel(Level.OFF);
    payout.setLevel(Level.OFF);
    alarm.setLevel(Level.OFF);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    root.setLevel(rootWas);
    payout.setLevel(payoutWas);
    alarm.setLevel(alarmWas);
  }
}
