package payout.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.config.Settings;

/** The first line of a log: which program this is, where, and on which ledger. */
final class FirstLine {

  private static final Logger LOG = LoggerFactory.getLogger("payout");

  private FirstLine() {}

  static void log(Settings settings) {
    LOG.info(
        "{}, home {}, ledger {}, node {}, Java {} ({})",
        new Version().getVersion()[0],
        settings.home().root(),
        settings.ledger(),
        node(),
        System.getProperty("java.version"),
        System.getProperty("java.vendor"));
  }

  private static String node() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
