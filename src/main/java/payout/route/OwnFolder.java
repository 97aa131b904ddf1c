package payout.route;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import payout.config.EndpointUri;

/**
 * Whether the names in a folder beside an inbox can be only ours. Whoever may write to the inbox
 * may rename our folder and make one of its name, and what is in that would be taken for what we
 * decided on.
 */
final class OwnFolder {

  private OwnFolder() {}

  /**
   * Refuses a folder of this machine that belongs to another user, or to which others may write.
   *
   * @param work the folder of work files, which belongs to the user of the service
   * @throws IOException with a sentence
   */
  static void require(EndpointUri folder, Path work) throws IOException {
    if (folder.isRemote() || !Files.isDirectory(folder.folder(), LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    PosixFileAttributeView view =
        Files.getFileAttributeView(
            folder.folder(), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view == null) {
      return;
    }
    PosixFileAttributes found = view.readAttributes();
    if (!found.owner().equals(self(work))) {
      throw new IOException(
          "it belongs to "
              + found.owner()
              + " and not to the user of the service; find out who"
              + " made it");
    }
    if (found.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new IOException("every user of this machine may write there; chmod o-rwx");
    }
  }

  /** The owner of a folder that the service makes; a dry run may be another user's. */
  private static UserPrincipal self(Path work) throws IOException {
    Path made = work.toAbsolutePath();
    while (!Files.exists(made)) {
      made = made.getParent();
    }
    return Files.getOwner(made);
  }
}
