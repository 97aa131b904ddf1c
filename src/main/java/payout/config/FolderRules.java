package payout.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Inbox, outbox and the folders for approvals and statements share no file with each other or with
 * the program: a result must never be read as a payment, permission to write a payout file must not
 * include permission to approve it or to say that it was paid, and the program's own files must
 * never be moved as payout files.
 */
final class FolderRules {

  private static final List<String> OWN = List.of("config", "data", "routes", "lib", "sandbox");
  private static final List<String> SHIPPED = List.of("bin", "config", "routes", "lib", "samples");

  private final Home home;
  private final Faults faults;

  FolderRules(Home home, Faults faults) {
    this.home = home;
    this.faults = faults;
  }

  void check(Values values) {
    List<Folder> folders = new ArrayList<>();
    endpoints(values, (setting, endpoint) -> folders.add(Folder.of(setting, endpoint, home)));
    values
        .find(AcceptanceSettings.FOLDER)
        .map(each -> real(home.resolve(each)))
        .ifPresent(each -> folders.add(new Folder(AcceptanceSettings.FOLDER, each, false)));
    values
        .find(StatementSettings.FOLDER)
        .map(each -> real(home.resolve(each)))
        .ifPresent(each -> folders.add(new Folder(StatementSettings.FOLDER, each, false)));
    folders.forEach(this::checkName);
    checkPairs(folders);
    folders.stream().filter(folder -> !folder.remote).forEach(this::checkAgainstOwn);
    LedgerSettings.file(values, home)
        .map(FolderRules::real)
        .ifPresent(file -> checkLedger(file, folders));
  }

  /** Passes each endpoint of inbox and outbox on, with the setting that names it. */
  static void endpoints(Values values, BiConsumer<Setting<?>, EndpointUri> visitor) {
    values.list(InboxSettings.URI).forEach(each -> visitor.accept(InboxSettings.URI, each));
    values.find(OutboxSettings.URI).ifPresent(each -> visitor.accept(OutboxSettings.URI, each));
  }

  /** A warning for each folder that every user of this machine can write and so cause payments. */
  static List<String> warnings(Settings settings) {
    List<String> warnings = new ArrayList<>();
    for (EndpointUri inbox : settings.inbox().endpoints()) {
      if (!inbox.isRemote() && canBeWrittenByAll(inbox.folder())) {
        warnings.add(
            sentence(InboxSettings.URI, inbox.folder(), "put a file there that would be paid"));
      }
    }
    Path approvals = settings.acceptance().approvalFolder();
    if (approvals != null && canBeWrittenByAll(approvals)) {
      warnings.add(sentence(AcceptanceSettings.FOLDER, approvals, "approve what is to be paid"));
    }
    Path statements = settings.statements().folder();
    if (statements != null && canBeWrittenByAll(statements)) {
      warnings.add(sentence(StatementSettings.FOLDER, statements, "say that a payment was made"));
    }
    return warnings;
  }

  /** Camel decodes these characters once more and would use another folder. */
  private void checkName(Folder folder) {
    if (folder.path.toString().matches("(?s).*[?#&%].*")) {
      faults.add(
          folder.setting + " names " + folder.path + "; its path must not contain ?, #, & or %.");
    }
  }

  private void checkPairs(List<Folder> folders) {
    for (int one = 0; one < folders.size(); one++) {
      for (int other = one + 1; other < folders.size(); other++) {
        checkPair(folders.get(one), folders.get(other));
      }
    }
  }

  private void checkPair(Folder one, Folder other) {
    if (overlap(one.path, other.path)) {
      faults.add(
          "%s names %s and %s names %s; they must be different folders, and neither inside the"
              + " other.",
          one.setting, one.path, other.setting, other.path);
    }
  }

  private void checkAgainstOwn(Folder folder) {
    List<Path> own = new ArrayList<>();
    OWN.forEach(name -> own.add(home.root().resolve(name)));
    SHIPPED.forEach(name -> own.add(home.distribution().resolve(name)));
    own.stream()
        .map(FolderRules::real)
        .filter(path -> overlap(folder.path, path))
        .findFirst()
        .ifPresent(
            path ->
                faults.add(
                    "%s names %s; it must be separate from the program's own folder %s.",
                    folder.setting, folder.path, path));
  }

  private void checkLedger(Path ledger, List<Folder> folders) {
    for (Folder folder : folders) {
      if (ledger.startsWith(folder.path)) {
        faults.add(
            "%s names %s; it must be outside the folder of %s.",
            LedgerSettings.URL, ledger, folder.setting);
      }
    }
  }

  private static boolean overlap(Path one, Path other) {
    return one.startsWith(other) || other.startsWith(one);
  }

  /** The path with its links followed, as far as it exists. */
  private static Path real(Path path) {
    for (Path existing = path; existing != null; existing = existing.getParent()) {
      try {
        return existing.toRealPath().resolve(existing.relativize(path)).normalize();
      } catch (IOException notThere) {
        // then a folder above it may be
      }
    }
    return path;
  }

  private static String sentence(Setting<?> setting, Path folder, String what) {
    return setting
        + " names "
        + folder
        + ", and every user of this machine can write there and so "
        + what
        + ". Make the account that writes it its owner, give it a group that the service is in,"
        + " and take the permission from all others (chmod o-w).";
  }

  private static boolean canBeWrittenByAll(Path folder) {
    try {
      PosixFileAttributeView view =
          Files.getFileAttributeView(folder, PosixFileAttributeView.class);
      return view != null
          && Files.isDirectory(folder)
          && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_WRITE);
    } catch (IOException unknown) {
      return false;
    }
  }

  /** A folder and the setting that names it; one on a server has the server before its path. */
  private record Folder(Setting<?> setting, Path path, boolean remote) {

    static Folder of(Setting<?> setting, EndpointUri endpoint, Home home) {
      Path path =
          endpoint.isRemote()
              ? Path.of(endpoint.server().toString(), endpoint.directory())
              : real(endpoint.within(home).folder());
      return new Folder(setting, path, endpoint.isRemote());
    }
  }
}
