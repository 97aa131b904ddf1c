package payout.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The folder that the settings, the routes, the data and every relative path belong to.
 *
 * <p>If a home has no {@code config/} or {@code routes/}, those of the distribution (the unpacked
 * product) are used. So one product can serve several homes.
 *
 * @param root the folder itself, absolute
 * @param distribution the unpacked product, absolute
 */
public record Home(Path root, Path distribution) {

  /** The environment variable that names the home. */
  public static final String VARIABLE = "PAYOUT_HOME";

  /** The system property by which the start script passes the distribution's folder. */
  public static final String DISTRIBUTION_PROPERTY = "payout.distribution";

  private static final String CONFIG = "config";

  public Home {
    root = root.toAbsolutePath().normalize();
    distribution = distribution.toAbsolutePath().normalize();
  }

  /** The home that the environment names, or else the distribution itself. */
  public static Home of(Map<String, String> environment, Path distribution) {
    String named = environment.getOrDefault(VARIABLE, "");
    return new Home(named.isBlank() ? distribution : Path.of(named), distribution);
  }

  /** Resolves a path of the settings against this home; an absolute path stays unchanged. */
  public Path resolve(String path) {
    return root.resolve(path).normalize();
  }

  /** Where the settings files are. */
  public Path config() {
    return ownOrShipped(CONFIG);
  }

  /** Where the routes are. */
  public Path routes() {
    return ownOrShipped("routes");
  }

  /** The ready-made keys of the sandbox. They are public, so use them for nothing else. */
  public Path sandboxKeys() {
    return distribution.resolve(CONFIG).resolve("sandbox");
  }

  /** The home of a sandbox run: everything that it reads and writes is below it. */
  public Home sandbox() {
    return new Home(root.resolve("sandbox"), distribution);
  }

  private Path ownOrShipped(String folder) {
    Path own = root.resolve(folder);
    return Files.isDirectory(own) ? own : distribution.resolve(folder);
  }
}
