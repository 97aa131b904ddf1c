package payout.config;

import java.util.Locale;

/**
 * One setting: everything that messages, the environment, the loader and the reference need to know
 * about it.
 *
 * @param name the key in the settings file
 * @param fallback the default; empty when it may stay empty; null when it must be set
 * @param form what a value looks like
 * @param secret whether its value is never shown
 * @param sandbox who decides about it in the sandbox
 * @param explanation one sentence for the operator who sets it
 */
public record Setting<T>(
    String name,
    String fallback,
    Form<T> form,
    boolean secret,
    InSandbox sandbox,
    String explanation) {

  /** Who decides about a setting in the sandbox. */
  enum InSandbox {
    /** The sandbox's settings file, and the environment. */
    OPEN,
    /** Only the sandbox's settings file: production's payer must not leak into a sandbox. */
    OWN_FILE,
    /** Only the program, so that no sandbox file is ever outside the sandbox's home. */
    SEALED,
    /** Like {@link #OPEN}, but production has no such setting. */
    ONLY
  }

  /**
   * The text that was given for a setting.
   *
   * @param text what was given
   * @param variable the environment variable that it came from; empty when it came from the file
   * @param twin the setting that names the file in which it stands; empty when it was given itself
   */
  record Given(String text, String variable, String twin) {

    static Given inFile(String text) {
      return new Given(text, "", "");
    }

    /** Where it came from, for a message; empty for the file, where operators look first. */
    String origin() {
      String place = twin.isEmpty() ? "environment variable " + variable : "file of " + twin;
      return variable.isEmpty() && twin.isEmpty() ? "" : " (from the " + place + ")";
    }
  }

  /** The environment variable that overrides it. */
  public String variable() {
    return variable(name);
  }

  /** The name of the setting that names the file of a secret. */
  static String fileOf(String secret) {
    return secret + "-file";
  }

  /** Whether sending is impossible without a value of it. */
  public boolean mustBeSet() {
    return fallback == null;
  }

  /** The default as text; empty when there is none. */
  public String defaultText() {
    return mustBeSet() ? "" : fallback;
  }

  /** What is allowed, in words. */
  public String allowed() {
    return form.allowed();
  }

  /** Whether only a sandbox knows this setting. */
  public boolean onlyInSandbox() {
    return sandbox == InSandbox.ONLY;
  }

  static String variable(String name) {
    return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  @Override
  public String toString() {
    return name;
  }
}
