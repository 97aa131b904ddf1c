package payout.inbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A local file that was complete when its folder was polled.
 *
 * @param folder its folder
 * @param mayBeLink whether the operator may have put a link in the folder's place
 * @param stamp its state then
 * @param done the state of its done-file then; null for none
 */
public record Listed(Path folder, boolean mayBeLink, String name, FileStamp stamp, FileStamp done)
    implements FoundFile {

  @Override
  public boolean isThere() throws IOException {
    try (Folder open = openFolder()) {
      return open.stamp(name).equals(Optional.of(stamp));
    }
  }

  /**
   * Opens it when it is to be read; the caller closes it.
   *
   * @throws FileChangedException when it changed since it was listed, or has a second hard link
   */
  public LocalOriginal open(ReadWatch watch) throws IOException {
    Folder open = openFolder();
    try {
      if (open.names(name) > 1) {
        // If it is another link to the ledger, closing it would drop the ledger's locks.
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

  @Override
  public LocalOriginal open(ReadWatch watch, Runnable progress) throws IOException {
    LocalOriginal original = open(watch);
    original.opened().onProgress(progress);
    return original;
  }

  private Folder openFolder() throws IOException {
    return mayBeLink ? Folder.open(folder) : Folder.openReal(folder);
  }

  private Optional<FileStamp> doneFile(Folder open) throws IOException {
    return open.regular(name + InboxName.DONE);
  }
}
