package payout.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who else may read, change or replace a key: a user who has our private key can pay in our name,
 * and one who can replace the gateway's key can fake its reports. Others cannot reach a file in a
 * folder that they cannot traverse, regardless of its own mode. On a file system without modes
 * nothing is checked.
 */
final class KeyAccess {

  /** In a folder with this mode only the owner of a file may rename or delete it. */
  private static final int STICKY = 01000;

  private static final String SAFE = "[A-Za-z0-9_./-]+";

  private final Setting<Boolean> exception;
  private final boolean readableIsAllowed;
  private final Faults faults;

  /**
   * @param exception the setting that allows a key of ours to be readable by all
   */
  KeyAccess(Setting<Boolean> exception, Values values, Faults faults) {
    this.exception = exception;
    this.readableIsAllowed = values.find(exception).orElse(false);
    this.faults = faults;
  }

  /** Only the service, and perhaps its group, may access our own keys. */
  void checkSecret(String start, Path file) {
    Set<PosixFilePermission> mode = mode(file);
    if (mode.contains(PosixFilePermission.OTHERS_READ) && !readableIsAllowed) {
      faults.add(
          "%s, and every user of this machine can read it. Remove that permission (%s), or set"
              + " %s=true.",
          start, command(file), exception);
    } else {
      checkUnchangeable(start, file, mode);
    }
  }

  /** Every user may read a public key. */
  void checkPublic(String start, Path file) {
    checkUnchangeable(start, file, mode(file));
  }

  /** The keys by which the service logs in to the server of an endpoint, if it has one. */
  void checkServer(Setting<?> setting, EndpointUri endpoint) {
    if (!endpoint.isRemote()) {
      return;
    }
    SftpServer server = endpoint.server();
    if (!server.privateKeyFile().isEmpty()) {
      checkSecret(
          setting + " names " + endpoint + " with the privateKeyFile " + server.privateKeyFile(),
          Path.of(server.privateKeyFile()));
    }
    server
        .files()
        .named()
        .forEach(
            (option, file) ->
                checkSecret(
                    setting + " names " + endpoint + " with the " + option + " " + file,
                    Path.of(file)));
    if (!server.knownHostsFile().isEmpty()) {
      checkPublic(
          setting + " names " + endpoint + " with the knownHostsFile " + server.knownHostsFile(),
          Path.of(server.knownHostsFile()));
    }
  }

  private void checkUnchangeable(String start, Path file, Set<PosixFilePermission> mode) {
    if (mode.contains(PosixFilePermission.OTHERS_WRITE)) {
      faults.add(
          "%s, and every user of this machine can change it. Remove that permission (%s).",
          start, command(file));
    } else {
      openFolder(file).ifPresent(folder -> addReplaceable(start, folder));
    }
  }

  private void addReplaceable(String start, Path folder) {
    faults.add(
        "%s, and every user of this machine can put another file in its place, because everybody"
            + " may write to the folder %s. Remove that permission (chmod o-w %s).",
        start, folder, quoted(folder));
  }

  /**
   * A folder above the file in which every user may rename what belongs to others: one that all may
   * write and reach, without the sticky bit. A link counts where it is and where it leads.
   */
  private static Optional<Path> openFolder(Path file) {
    try {
      for (Path path : List.of(file.toAbsolutePath(), file.toRealPath())) {
        for (Path above = path.getParent(); above != null; above = above.getParent()) {
          if (isOpen(above)) {
            return Optional.of(above);
          }
        }
      }
      return Optional.empty();
    } catch (IOException unknown) {
      return Optional.empty(); // a missing file is reported where it is read
    }
  }

  private static boolean isOpen(Path folder) throws IOException {
    return permissions(folder)
            .containsAll(
                Set.of(PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_EXECUTE))
        && ((Integer) Files.getAttribute(folder, "unix:mode") & STICKY) == 0
        && isWithinReachOfAll(folder.toRealPath());
  }

  /** What the mode of a file permits to users who can reach it. */
  private static Set<PosixFilePermission> mode(Path file) {
    try {
      Path real = file.toRealPath();
      return isWithinReachOfAll(real) ? permissions(real) : Set.of();
    } catch (IOException unknown) {
      return Set.of(); // a missing file is reported where it is read
    }
  }

  /** A parent folder that only its owner may traverse keeps all other users out. */
  private static boolean isWithinReachOfAll(Path real) throws IOException {
    for (Path above = real.getParent(); above != null; above = above.getParent()) {
      if (!permissions(above).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return false;
      }
    }
    return true;
  }

  private static Set<PosixFilePermission> permissions(Path path) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    return view == null ? Set.of() : view.readAttributes().permissions();
  }

  private static String command(Path file) {
    return "chmod o-rwx " + quoted(file);
  }

  private static String quoted(Path file) {
    String path = file.toString();
    return path.matches(SAFE) ? path : "'" + path.replace("'", "'\\''") + "'";
  }
}
