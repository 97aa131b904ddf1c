package payout.inbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file of this machine that was complete when its folder was looked at.
 *
 * @param folder its folder
 * @param mayBeLink whether the operator may have put a link in the folder's place
 * @param stamp what it was then
 * @param done what its done-file was then; null for none
 */
public record Listed(Path folder, boolean mayBeLink, String name, FileStamp stamp, FileStamp done) {

  /**
   * Opens it, now that its turn has come; the caller closes it.
   *
   * @throws FileChangedException when it is not as it was when it was complete, or got a second
   *     name
   */
  public LocalOriginal open(ReadWatch watch) throws IOException {
    Folder open = mayBeLink ? Folder.open(folder) : Folder.openReal(folder);
    try {
      if (open.names(name) > 1) {
        // Closing the ledger under another name would drop the locks that it holds.
        throw new FileChangedException(name);
      }
      OpenFile file = OpenFile.open(open, name, watch);
      if (!file.stamp().equals(stamp) || !doneFile(open).equals(Optional.ofNullable(done))) {
        file.close();
        throw new FileChangedException(name);
      }
      return new LocalOriginal(open, name, file, done);
    } catch (IOException | RuntimeException e) {
      open.close();
      throw e;
    }
  }

  private Optional<FileStamp> doneFile(Folder open) throws IOException {
    return open.regular(name + InboxName.DONE);
  }
}
