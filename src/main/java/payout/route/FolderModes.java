package payout.route;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.batch.OwnFiles;
import payout.config.EndpointUri;
import payout.config.OutboxSettings;
import payout.config.Settings;
import payout.inbox.InboxName;
import payout.setup.IntakeSettings;

/**
 * Who may read the folders of the service: work files and the files kept beside an inbox are closed
 * to other users of the machine; the outbox is open to those whom its setting allows.
 */
final class FolderModes {

  private static final Logger LOG = LoggerFactory.getLogger(FolderModes.class);
  private static final String PROBE = ".payout-mode.part";

  private FolderModes() {}

  /** Creates the folder of work files and the outbox, and closes what was open before. */
  static void prepare(Settings settings) {
    Path work = IntakeSettings.work(settings);
    try {
      OwnFiles.createFolders(work);
    } catch (IOException e) {
      LOG.warn("The folder {} cannot be created yet: {}", work, e.toString());
    }
    close(work);
    for (EndpointUri inbox : settings.inbox().endpoints()) {
      if (!inbox.isRemote()) {
        InboxName.KEPT.forEach(name -> close(inbox.folder().resolve(name)));
        InboxName.KEPT.forEach(name -> close(inbox.check().folder().resolve(name)));
      }
    }
    Path statements = settings.statements().folder();
    if (statements != null) {
      InboxName.KEPT.forEach(name -> close(statements.resolve(name)));
    }
    makeOutbox(settings.outbox());
  }

  /**
   * Whether a folder keeps the mode that a file is given. Where it does not, as on a Windows share,
   * setting a mode can fail, and no result would ever be delivered.
   */
  static boolean areKept(Path folder, String mode) {
    Path probe = folder.resolve(PROBE);
    try {
      Files.deleteIfExists(probe);
      Files.createFile(probe);
      boolean kept = takes(probe, mode);
      Files.delete(probe);
      return kept;
    } catch (IOException unwritable) {
      return true; // reported when a file is put there
    }
  }

  private static boolean takes(Path file, String mode) {
    try {
      Files.setPosixFilePermissions(file, permissions(mode, false));
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      LOG.info("Files in {} have the mode that its file system sets.", file.getParent());
      return false;
    }
  }

  private static void close(Path folder) {
    if (!OwnFiles.closeFolderToOthers(folder)) {
      LOG.warn(
          "{} is open to other users of this machine, and the service may not change that. Let its"
              + " owner do it: chmod o-rwx",
          folder);
    }
  }

  /** Otherwise the umask would keep out those who fetch results. */
  private static void makeOutbox(OutboxSettings outbox) {
    if (outbox.endpoint().isRemote()
        || "false".equals(outbox.endpoint().options().get("autoCreate"))) {
      return;
    }
    Deque<Path> missing = new ArrayDeque<>();
    for (Path each = outbox.endpoint().folder();
        each != null && !Files.exists(each);
        each = each.getParent()) {
      missing.push(each);
    }
    try {
      for (Path each : missing) {
        Files.createDirectory(each);
        Files.setPosixFilePermissions(each, permissions(outbox.fileMode(), true));
      }
    } catch (IOException | UnsupportedOperationException e) {
      LOG.warn("The outbox {} cannot be prepared: {}", outbox.endpoint(), e.toString());
    }
  }

  /** What three octal digits permit; in a folder, those who may read may also enter. */
  private static Set<PosixFilePermission> permissions(String mode, boolean folder) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] all = PosixFilePermission.values();
    for (int who = 0; who < 3; who++) {
      int digit = mode.charAt(who) - '0';
      boolean enters = folder && (digit & 4) != 0;
      for (int right = 0; right < 3; right++) {
        if ((digit & (4 >> right)) != 0 || (right == 2 && enters)) {
          permissions.add(all[who * 3 + right]);
        }
      }
    }
    return permissions;
  }
}
