package payout.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import payout.config.Settings.Kind;
import payout.config.Settings.Signing;

/**
 * Makes the settings of a home, or says everything that is wrong with them in one go.
 *
 * <p>The environment overrides the file: {@code payout.gateway.url} is {@code PAYOUT_GATEWAY_URL}.
 * Nothing but the file, the environment that was passed in and the key files takes part, so that
 * the same three give the same settings everywhere.
 */
public final class SettingsLoader {

  /** The settings file of production, in {@link Home#config()}. */
  public static final String FILE = "application.properties";

  /** The settings file of the sandbox. */
  public static final String SANDBOX_FILE = "application-sandbox.properties";

  private static final String PREFIX = "PAYOUT_";
  private static final Set<String> NO_SETTINGS =
      Set.of(Home.VARIABLE, "PAYOUT_OPTS", "PAYOUT_LOG_LEVEL");

  private final Home home;
  private final Map<String, String> environment;
  private final KeyCheck keyCheck;

  /** A loader for this home, with the environment's variables. */
  public SettingsLoader(Home home, Map<String, String> environment, KeyCheck keyCheck) {
    this.home = home;
    this.environment = Map.copyOf(environment);
    this.keyCheck = keyCheck;
  }

  /**
   * The settings for sending real money.
   *
   * @throws InvalidSettingsException with every fault, before anything was consumed
   */
  public Settings production() {
    Faults faults = new Faults();
    checkHome(faults);
    Sources sources = Sources.production(home.config().resolve(FILE), environment, faults);
    Values values = checked(sources, true, home, faults);
    Signing signing =
        values
            .find(SendingSettings.SIGN_TYPE)
            .map(type -> new KeyFiles(home, keyCheck, faults).configured(type, values))
            .orElse(null);
    checkKeyAccess(sources, values, faults);
    faults.throwIfAny();
    return new Assembly(values, sources.camel()).settings(Kind.PRODUCTION, home, signing);
  }

  /**
   * The settings for what sends nothing. Whatever is given must be sound, but nothing is missed, no
   * key is read, and a home without a settings file will do.
   *
   * @throws InvalidSettingsException with every fault
   */
  public Settings forCheck() {
    Faults faults = new Faults();
    Path file = home.config().resolve(FILE);
    Sources sources =
        Files.exists(file)
            ? Sources.production(file, environment, faults)
            : Sources.production(environment, faults);
    Values values = checked(sources, false, home, faults);
    faults.throwIfAny();
    Signing signing = new Signing(values.of(SendingSettings.SIGN_TYPE), "", "", "");
    return new Assembly(values, sources.camel()).settings(Kind.PRODUCTION, home, signing);
  }

  /**
   * The settings of the sandbox. They need no settings: payer and keys are ready-made, and all
   * paths and addresses are sealed here, whatever file or environment say.
   *
   * @throws InvalidSettingsException when what may be set for a sandbox is not sound
   */
  public SandboxSettings sandbox() {
    Faults faults = new Faults();
    Home sandbox = home.sandbox();
    Sources sources = Sources.sandbox(sandboxFile(), environment, faults);
    SandboxSettings.seal(sources);
    Values values = checked(sources, true, sandbox, faults);
    new Rules(values, faults).checkSandbox();
    Signing signing =
        values
            .find(SendingSettings.SIGN_TYPE)
            .map(new KeyFiles(home, keyCheck, faults)::shipped)
            .orElse(null);
    faults.throwIfAny();
    Assembly assembly = new Assembly(values, sources.camel());
    return SandboxSettings.of(assembly.settings(Kind.SANDBOX, sandbox, signing), values);
  }

  /**
   * A sentence for each environment variable that looks like a setting and is none. Not a fault:
   * container platforms invent such names, {@code PAYOUT_SERVICE_HOST} for one.
   */
  public List<String> warnings() {
    Set<String> known =
        SettingTable.all().stream().map(Setting::variable).collect(Collectors.toSet());
    return environment.keySet().stream()
        .filter(name -> name.startsWith(PREFIX))
        .filter(name -> !known.contains(name) && !NO_SETTINGS.contains(name))
        .sorted()
        .map(
            name ->
                "The environment variable "
                    + Faults.printable(name)
                    + " is no setting and is left alone"
                    + Suggestion.forName(name, known))
        .toList();
  }

  /** Those, and a sentence for each folder of these settings that every user can write. */
  public List<String> warnings(Settings settings) {
    return Stream.concat(warnings().stream(), FolderWarnings.of(settings).stream()).toList();
  }

  /** A mistyped home would be a new one, with an empty ledger that knows of no payment. */
  private void checkHome(Faults faults) {
    if (!Files.isDirectory(home.root())) {
      faults.add(Home.VARIABLE + " names " + home.root() + "; it must be a folder that exists.");
    }
  }

  private void checkKeyAccess(Sources sources, Values values, Faults faults) {
    KeyAccess access = new KeyAccess(values, faults);
    access.checkServers(values, home);
    Given key = sources.of(SendingSettings.MD5_KEY);
    if (key != null && key.variable().isEmpty()) {
      Path file = home.config().resolve(FILE);
      access.checkSecret(SendingSettings.MD5_KEY + " stands in " + file, file);
    }
  }

  private static Values checked(Sources sources, boolean demanding, Home home, Faults faults) {
    Values values = Values.read(sources, demanding, faults);
    new Rules(values, faults).check();
    new FolderRules(home, faults).check(values);
    new ServerRules(home, faults).check(values);
    return values;
  }

  /** The home's own, or else the shipped one, so that a sandbox runs in every home. */
  private Path sandboxFile() {
    Path own = home.config().resolve(SANDBOX_FILE);
    return Files.exists(own) ? own : home.distribution().resolve("config").resolve(SANDBOX_FILE);
  }
}
