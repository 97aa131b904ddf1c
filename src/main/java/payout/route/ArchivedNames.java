package payout.route;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.config.EndpointUri;
import payout.inbox.Folder;
import payout.inbox.InboxName;
import payout.ledger.ArchiveName;
import payout.ledger.LostFiles;
import payout.sftp.SftpFailure;
import payout.sftp.SftpProbe;

/** The names in the folders beside an inbox, and which of them the ledger does not know. */
final class ArchivedNames {

  private static final Logger LOG = LoggerFactory.getLogger(ArchivedNames.class);

  private ArchivedNames() {}

  /**
   * Hands each name in a folder to a reader; none where there is no folder yet.
   *
   * @throws IOException when the folder cannot be read
   * @throws SftpFailure when its server cannot be asked
   */
  static void each(EndpointUri folder, Consumer<String> reader) throws IOException {
    if (folder.isRemote()) {
      try (SftpProbe probe = new SftpProbe(folder)) {
        probe.eachFile("", (name, modifiedAt) -> reader.accept(name));
      }
      return;
    }
    try (Folder open = Folder.openReal(folder.folder())) {
      open.eachName(reader);
    } catch (NoSuchFileException none) {
      LOG.trace("There is no {} yet.", folder);
    }
  }

  /**
   * Whether this program made the name, from some time on. A done-file moves with its file and does
   * not count.
   *
   * @param from milliseconds since 1970
   */
  static boolean isOf(String name, long from) {
    return !name.toLowerCase(Locale.ROOT).endsWith(InboxName.DONE)
        && ArchiveName.timeOf(name).orElse(Long.MIN_VALUE) >= from;
  }

  /** Those that the ledger does not know, not even without a last suffix that somebody added. */
  static Set<String> unknown(LostFiles ledger, Collection<String> names) {
    Set<String> unknown = new HashSet<>(ledger.unknownArchived(names));
    if (!unknown.isEmpty()) {
      UnaryOperator<String> shorter = name -> name.substring(0, Math.max(1, name.lastIndexOf('.')));
      List<String> asked = unknown.stream().map(shorter).toList();
      Set<String> packed = ledger.unknownArchived(asked);
      unknown.removeIf(name -> !packed.contains(shorter.apply(name)));
    }
    return unknown;
  }
}
