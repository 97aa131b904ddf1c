package payout.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;

/** A home in a temporary folder with valid settings, of which a test spoils some. */
final class TestHome {

  static final String MD5_KEY = "0123456789abcdefghijklmnopqrstuv";

  final Home home;
  final Map<String, String> file = new LinkedHashMap<>();
  final Map<String, String> environment = new LinkedHashMap<>();
  KeyCheck keyCheck = KeyCheck.NONE;

  private TestHome(Path folder) {
    home = new Home(folder.resolve("home"), folder.resolve("distribution"));
  }

  /** A home with the shortest valid settings. */
  static TestHome valid(Path folder) {
    TestHome test = new TestHome(folder);
    test.file.put("payout.partner", "2088002464631181");
    test.file.put("payout.email", "biz_932@alitest.com");
    test.file.put("payout.account-name", "毛毛");
    test.file.put("payout.notify.url", "https://pay.example.com/alipay/notify");
    test.file.put("payout.private-key-file", "config/own.pem");
    test.file.put("payout.gateway-public-key-file", "config/gateway.pem");
    test.write(test.home.root().resolve("config/own.pem"), "OWN KEY");
    test.write(test.home.root().resolve("config/gateway.pem"), "GATEWAY KEY");
    test.shipSandbox();
    return test;
  }

  TestHome with(String key, String value) {
    file.put(key, value);
    return this;
  }

  TestHome without(String key) {
    file.remove(key);
    return this;
  }

  TestHome withVariable(String name, String value) {
    environment.put(name, value);
    return this;
  }

  SettingsLoader loader() {
    StringBuilder text = new StringBuilder();
    file.forEach((key, value) -> text.append(key).append('=').append(escaped(value)).append('\n'));
    return loader(text.toString());
  }

  SettingsLoader loader(String fileText) {
    write(home.root().resolve("config/application.properties"), fileText);
    return new SettingsLoader(home, environment, keyCheck);
  }

  Settings production() {
    return loader().production();
  }

  Path write(Path path, String text) {
    try {
      Files.createDirectories(path.getParent());
      Files.writeString(path, text, StandardCharsets.UTF_8);
      return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void shipSandbox() {
    Path config = home.distribution().resolve("config");
    write(
        config.resolve("application-sandbox.properties"),
        "payout.partner=2088000000000001\npayout.email=payer@sandbox.example\n"
            + "payout.account-name=沙箱\npayout.gateway.resend-delay-ms=2000\n");
    for (String type : new String[] {"rsa", "dsa"}) {
      write(config.resolve("sandbox/merchant-private-" + type + ".pem"), pem("OWN" + type));
      write(config.resolve("sandbox/gateway-public-" + type + ".pem"), pem("THEIRS" + type));
    }
    write(config.resolve("sandbox/md5.key"), MD5_KEY + "\n");
  }

  private static String pem(String body) {
    return "-----BEGIN KEY-----\n" + body + "\n-----END KEY-----\n";
  }

  private static String escaped(String value) {
    String escaped = value.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t");
    return escaped.startsWith(" ") ? "\\" + escaped : escaped;
  }
}
