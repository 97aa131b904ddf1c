package payout.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import payout.config.Setting.Given;
import payout.config.Setting.InSandbox;

/**
 * The values that a file and the environment give for the settings; the environment takes
 * precedence.
 *
 * <p>An empty value counts as not given, in the file as in the environment, so that an empty
 * variable of a container platform changes nothing.
 */
final class Sources {

  /** The name of production's settings file. */
  static final String FILE = "application.properties";

  /** The name of the sandbox's settings file. */
  static final String SANDBOX_FILE = "application-sandbox.properties";

  private static final Set<InSandbox> PRODUCTION =
      Set.of(InSandbox.OPEN, InSandbox.OWN_FILE, InSandbox.SEALED);
  private static final Set<InSandbox> SANDBOX =
      Set.of(InSandbox.OPEN, InSandbox.OWN_FILE, InSandbox.ONLY);
  private static final Set<InSandbox> HARMLESS = Set.of(InSandbox.OPEN, InSandbox.ONLY);

  private final Map<String, Given> given = new LinkedHashMap<>();
  private final Map<String, String> camel = new LinkedHashMap<>();
  private final List<Setting<?>> settings;
  private final Faults faults;
  private final Set<InSandbox> known;
  private final Set<InSandbox> fromEnvironment;
  private final String file;

  private Sources(
      List<Setting<?>> settings,
      Faults faults,
      String file,
      Set<InSandbox> known,
      Set<InSandbox> fromEnvironment) {
    this.settings = settings;
    this.faults = faults;
    this.file = file;
    this.known = known;
    this.fromEnvironment = fromEnvironment;
  }

  /** Production: the file, where there is one, may set everything; the environment overrides it. */
  static Sources production(
      List<Setting<?>> settings,
      Optional<Path> file,
      Map<String, String> environment,
      Faults faults) {
    Sources sources = new Sources(settings, faults, FILE, PRODUCTION, PRODUCTION);
    file.ifPresent(sources::read);
    return sources.read(environment);
  }

  /** The sandbox: nothing can point it elsewhere or make it look like production. */
  static Sources sandbox(
      List<Setting<?>> settings, Path file, Map<String, String> environment, Faults faults) {
    return new Sources(settings, faults, SANDBOX_FILE, SANDBOX, HARMLESS)
        .read(file)
        .read(environment);
  }

  /** Sets a value that cannot be overridden. */
  void seal(Setting<?> setting, String text) {
    given.put(setting.name(), Given.inFile(text));
  }

  /** What was given for a setting; null when nothing was. */
  Given of(Setting<?> setting) {
    return given.get(setting.name());
  }

  /** What was given for the setting of this name; null when nothing was. */
  Given named(String name) {
    return given.get(name);
  }

  /** Takes a secret that stands in the file that another setting names. */
  void take(Setting<?> secret, String text, String twin) {
    given.put(secret.name(), new Given(text, "", twin));
  }

  Map<String, String> camel() {
    return camel;
  }

  private Sources read(Path path) {
    SettingsFile.read(path, faults).forEach(this::takeFromFile);
    return this;
  }

  private Sources read(Map<String, String> environment) {
    for (Setting<?> setting : settings) {
      String text = environment.get(setting.variable());
      if (text != null && fromEnvironment.contains(setting.sandbox())) {
        take(setting, new Given(text, setting.variable(), ""));
      }
    }
    return this;
  }

  private void takeFromFile(String name, String text) {
    settings.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .ifPresentOrElse(setting -> takeKnown(setting, text), () -> takeForeign(name, text));
  }

  private void takeKnown(Setting<?> setting, String text) {
    if (known.contains(setting.sandbox())) {
      take(setting, Given.inFile(text));
    } else if (setting.onlyInSandbox()) {
      faults.add(setting + " is a setting of the sandbox; set it in " + SANDBOX_FILE + ".");
    } else {
      faults.add(setting + " cannot be set in " + file + ": the sandbox sets it.");
    }
  }

  private void take(Setting<?> setting, Given value) {
    String text = setting.form().trimmed() ? value.text().strip() : value.text();
    if (!text.isEmpty()) {
      given.put(setting.name(), new Given(text, value.variable(), ""));
    }
  }

  private void takeForeign(String name, String text) {
    if (!CamelKeys.isOne(name)) {
      List<String> names = settings.stream().map(Setting::name).toList();
      faults.add(
          "%s in %s is not a setting%s",
          Faults.printable(name), file, Faults.didYouMean(name, names));
      return;
    }
    CamelKeys.refusal(name)
        .ifPresentOrElse(
            why -> faults.add("%s cannot be set in %s: %s.", Faults.printable(name), file, why),
            () -> camel.put(name, text));
  }
}
