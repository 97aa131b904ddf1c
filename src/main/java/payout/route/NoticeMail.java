package payout.route;

import jakarta.mail.Session;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.mail.DefaultJavaMailSender;
import org.apache.camel.component.mail.JavaMailSender;
import payout.config.NoticeMailSettings;
import payout.config.NoticeMailSettings.Tls;

/**
 * The mail server of notices as Camel's mail component uses it: with short waits, an end to each
 * dialogue, and over TLS whose certificate must be valid for the server's name.
 */
final class NoticeMail {

  private static final String TIMEOUT_MS = "5000";
  private static final long DIALOGUE_NS = TimeUnit.SECONDS.toNanos(20);
  private static final int ANSWERS_BYTES_MAX = 65_536;

  private NoticeMail() {}

  /** The endpoint, without user and password. */
  static String endpoint(NoticeMailSettings settings) {
    return protocol(settings) + ":" + settings.host() + ":" + settings.port();
  }

  /** What sends over it. */
  static JavaMailSender sender(NoticeMailSettings settings) {
    DefaultJavaMailSender sender = new DefaultJavaMailSender();
    sender.setProtocol(protocol(settings));
    sender.setHost(settings.host());
    sender.setPort(settings.port());
    if (!settings.user().isEmpty()) {
      sender.setUsername(settings.user());
      sender.setPassword(settings.password());
    }
    sender.setSession(Session.getInstance(properties(settings)));
    return sender;
  }

  private static Properties properties(NoticeMailSettings settings) {
    String prefix = "mail." + protocol(settings) + ".";
    Properties properties = new Properties();
    properties.put(prefix + "connectiontimeout", TIMEOUT_MS);
    properties.put(prefix + "timeout", TIMEOUT_MS);
    properties.put(prefix + "writetimeout", TIMEOUT_MS);
    properties.put(prefix + "quitwait", "false");
    properties.put(prefix + "socketFactory", new MailSockets(DIALOGUE_NS, ANSWERS_BYTES_MAX));
    // A second attempt over a socket without these limits.
    properties.put(prefix + "socketFactory.fallback", "false");
    properties.put(prefix + "ssl.checkserveridentity", "true");
    properties.put(prefix + "auth", Boolean.toString(!settings.user().isEmpty()));
    if (settings.tls() == Tls.STARTTLS) {
      properties.put(prefix + "starttls.enable", "true");
      properties.put(prefix + "starttls.required", "true");
    }
    return properties;
  }

  private static String protocol(NoticeMailSettings settings) {
    return settings.tls() == Tls.TLS ? "smtps" : "smtp";
  }
}
