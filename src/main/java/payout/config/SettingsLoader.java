package payout.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import payout.config.Setting.Given;
import payout.config.Settings.Kind;

/**
 * Makes the settings of a home, or reports everything that is wrong with them together.
 *
 * <p>The environment overrides the file: {@code payout.gateway.url} is {@code PAYOUT_GATEWAY_URL}.
 * The settings depend only on the file, the given environment and the key files.
 */
public final class SettingsLoader {

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
    Sources sources = production(Optional.of(productionFile()), faults);
    SecretFiles secrets = new SecretFiles(home, sources, faults);
    secrets.read(SettingTable.all());
    Values values = checked(sources, true, home, faults);
    KeyAccess access = new KeyAccess(SigningSettings.KEY_READABLE_BY_ALL, values, faults);
    secrets.check(SettingTable.all(), access);
    SigningSettings signing =
        SigningSettings.read(values, new KeyFiles(home, keyCheck, access, faults));
    FolderRules.endpoints(
        values, (setting, endpoint) -> access.checkServer(setting, endpoint.within(home)));
    checkSettingsFile(sources, access);
    faults.throwIfAny();
    return Settings.read(Kind.PRODUCTION, home, signing, values, sources.camel());
  }

  /**
   * The settings for commands that send nothing. Given values must be valid, but nothing has to be
   * set, no key and no file of a secret but that of the ledger is read, and the home needs no
   * settings file.
   *
   * @throws InvalidSettingsException with every fault
   */
  public Settings forCheck() {
    Faults faults = new Faults();
    Sources sources = production(Optional.of(productionFile()).filter(Files::exists), faults);
    new SecretFiles(home, sources, faults).read(List.of(LedgerSettings.PASSWORD));
    Values values = checked(sources, false, home, faults);
    faults.throwIfAny();
    return Settings.read(
        Kind.PRODUCTION, home, SigningSettings.withoutKeys(values), values, sources.camel());
  }

  /**
   * The settings of the sandbox. They need no settings: payer and keys are ready-made, and all
   * paths and addresses are fixed here, regardless of the file and the environment.
   *
   * @throws InvalidSettingsException when what may be set for a sandbox is invalid
   */
  public SandboxSettings sandbox() {
    Faults faults = new Faults();
    Home sandbox = home.sandbox();
    Sources sources = Sources.sandbox(SettingTable.all(), sandboxFile(), environment, faults);
    SandboxSettings.SEALED.forEach(sources::seal);
    SecretFiles secrets = new SecretFiles(sandbox, sources, faults);
    secrets.read(SettingTable.all());
    Values values = checked(sources, true, sandbox, faults);
    SandboxSettings.check(values, faults);
    KeyAccess access = new KeyAccess(SigningSettings.KEY_READABLE_BY_ALL, values, faults);
    secrets.check(SettingTable.all(), access);
    SigningSettings signing =
        SigningSettings.shipped(
            values, new KeyFiles(home, keyCheck, access, faults), home.sandboxKeys());
    faults.throwIfAny();
    return SandboxSettings.read(
        values, Settings.read(Kind.SANDBOX, sandbox, signing, values, sources.camel()));
  }

  /**
   * Where the keys are that the settings name; nothing else of the settings has to be valid.
   *
   * @throws InvalidSettingsException when the settings file cannot be read
   */
  public ConfiguredKeys keys() {
    Faults faults = new Faults();
    Sources sources = production(Optional.of(productionFile()).filter(Files::exists), faults);
    faults.throwIfAny();
    Values values = Values.read(SigningSettings.SECTION.settings(), sources, false, faults);
    faults.throwIfAny();
    return ConfiguredKeys.read(values, home);
  }

  /**
   * A sentence for each environment variable that looks like a setting and is none. Not a fault:
   * container platforms create such names, for example {@code PAYOUT_SERVICE_HOST}.
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
                    + " is not a setting and is ignored"
                    + Faults.didYouMean(name, known))
        .toList();
  }

  /** The same, with a warning for each folder of these settings that every user can write. */
  public List<String> warnings(Settings settings) {
    return Stream.concat(warnings().stream(), FolderRules.warnings(settings).stream()).toList();
  }

  /** A mistyped home would be a new one, with an empty ledger that knows no payment. */
  private void checkHome(Faults faults) {
    if (!Files.isDirectory(home.root())) {
      faults.add(Home.VARIABLE + " names " + home.root() + "; it must be a folder that exists.");
    }
  }

  /** A settings file that contains a key must be protected like a key file. */
  private void checkSettingsFile(Sources sources, KeyAccess access) {
    Given key = sources.of(SigningSettings.MD5_KEY);
    if (key != null && key.variable().isEmpty()) {
      Path file = productionFile();
      access.checkSecret(SigningSettings.MD5_KEY + " is in " + file, file);
    }
  }

  private static Values checked(Sources sources, boolean complete, Home home, Faults faults) {
    Values values = Values.read(SettingTable.all(), sources, complete, faults);
    SettingTable.check(values, faults);
    new FolderRules(home, faults).check(values);
    FolderRules.endpoints(
        values,
        (setting, endpoint) ->
            endpoint
                .serverFaults(home)
                .forEach(fault -> faults.add(setting + " names " + endpoint + "; " + fault)));
    return values;
  }

  private Sources production(Optional<Path> file, Faults faults) {
    return Sources.production(SettingTable.all(), file, environment, faults);
  }

  private Path productionFile() {
    return home.config().resolve(Sources.FILE);
  }

  /** The home's own, or else the shipped one, so that a sandbox runs in every home. */
  private Path sandboxFile() {
    Path own = home.config().resolve(Sources.SANDBOX_FILE);
    return Files.exists(own)
        ? own
        : home.distribution().resolve("config").resolve(Sources.SANDBOX_FILE);
  }
}
