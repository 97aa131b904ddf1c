package payout.config;

import java.util.ArrayList;
import java.util.List;
import payout.config.Setting.InSandbox;

/**
 * The settings of one section, in the order in which they are added, and what must hold between
 * them.
 *
 * <p>A section is one file: a record with the values, and above its components the settings that
 * they are read from. A new setting is added there, in the settings file and in the reference.
 */
final class Section {

  static final int DAY_MS = 86_400_000;

  /** It must be set. */
  static final String NO_DEFAULT = null;

  /** It may stay empty. */
  static final String EMPTY = "";

  private final List<Setting<?>> settings = new ArrayList<>();
  private final Check check;

  /** Reports what does not hold. A setting whose own value is invalid has no value here. */
  @FunctionalInterface
  interface Check {
    void check(Values values, Faults faults);
  }

  /** A section whose settings do not depend on each other. */
  Section() {
    this((values, faults) -> {});
  }

  Section(Check check) {
    this.check = check;
  }

  List<Setting<?>> settings() {
    return List.copyOf(settings);
  }

  void check(Values values, Faults faults) {
    check.check(values, faults);
  }

  <T> Setting<T> add(
      String name, String fallback, Form<T> form, InSandbox sandbox, String explanation) {
    return added(new Setting<>(name, fallback, form, false, sandbox, explanation));
  }

  /**
   * A secret, and its twin {@code <name>-file}: the file that holds it instead. {@link SecretFiles}
   * reads that file, so that who asks for the secret need not know where it came from.
   */
  <T> Setting<T> secret(String name, Form<T> form, InSandbox sandbox, String explanation) {
    Setting<T> secret = secretOfOwnFile(name, form, sandbox, explanation);
    add(
        Setting.fileOf(name),
        EMPTY,
        Form.path("the path of a file"),
        sandbox,
        "The file that holds this secret, instead of " + name + ".");
    return secret;
  }

  /** The setting that names the file of a secret of this section. */
  Setting<?> twin(Setting<String> secret) {
    return settings.stream()
        .filter(each -> each.name().equals(Setting.fileOf(secret.name())))
        .findFirst()
        .orElseThrow();
  }

  /** A secret whose section reads the file that may hold it. */
  <T> Setting<T> secretOfOwnFile(String name, Form<T> form, InSandbox sandbox, String explanation) {
    return added(new Setting<>(name, EMPTY, form, true, sandbox, explanation));
  }

  /** Reports two services on one port; 0, any free port, never collides. */
  static void portsDiffer(
      Setting<Integer> one, Setting<Integer> other, Values values, Faults faults) {
    int port = values.find(one).orElse(0);
    if (port != 0 && port == values.find(other).orElse(0)) {
      faults.add(one + " and " + other + " are both " + port + "; each needs a separate port.");
    }
  }

  private <T> Setting<T> added(Setting<T> setting) {
    settings.add(setting);
    return setting;
  }
}
