package payout.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import payout.config.Setting.Given;

/**
 * The twins of the secrets: {@code payout.ledger.password-file} names the file that holds {@code
 * payout.ledger.password}. The two are never given together, because then nobody could say which
 * counts.
 */
final class SecretFiles {

  private final Home home;
  private final Sources sources;
  private final Faults faults;

  SecretFiles(Home home, Sources sources, Faults faults) {
    this.home = home;
    this.sources = sources;
    this.faults = faults;
  }

  /** Gives each secret whose file is named the text in that file. */
  void read(List<Setting<?>> settings) {
    settings.stream().filter(Setting::secret).forEach(this::read);
  }

  /** Reports each file of a secret that others can read or change. */
  void check(List<Setting<?>> settings, KeyAccess access) {
    settings.stream()
        .filter(Setting::secret)
        .forEach(secret -> file(secret).ifPresent(file -> access.checkSecret(start(secret), file)));
  }

  private void read(Setting<?> secret) {
    Optional<Path> file = file(secret);
    if (file.isEmpty()) {
      return;
    }
    if (sources.of(secret) != null) {
      faults.add("Set either %s or %s, not both.", secret, Setting.fileOf(secret.name()));
      return;
    }
    SecretFile held = SecretFile.read(file.get());
    if (held.isFaulty()) {
      faults.add("%s; the file %s.", start(secret), held.fault());
    } else {
      sources.take(secret, held.text(), Setting.fileOf(secret.name()));
    }
  }

  /** Empty for the key of MD5 as well, whose file only the sign type MD5 needs. */
  private Optional<Path> file(Setting<?> secret) {
    Given given = sources.named(Setting.fileOf(secret.name()));
    return given == null || secret.equals(SigningSettings.MD5_KEY)
        ? Optional.empty()
        : Optional.of(home.resolve(given.text()));
  }

  private String start(Setting<?> secret) {
    return Setting.fileOf(secret.name()) + " names " + file(secret).orElseThrow();
  }
}
