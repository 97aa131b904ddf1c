package payout.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * The modes of the files that the service creates: accessible to itself and its group, never to all
 * users. That is 640, and 750 for folders, less the umask. On a file system without modes nothing
 * is changed, and that is no error.
 */
public final class OwnFiles {

  private static final FileAttribute<?> FILE = attribute("rw-r-----");
  private static final FileAttribute<?> FOLDER = attribute("rwxr-x---");
  private static final FileAttribute<?>[] NONE = {};
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  private OwnFiles() {}

  /** The attributes for creating a file. */
  public static FileAttribute<?>[] mode(Path file) {
    return attributes(file, FILE);
  }

  /** The attributes for creating a folder. */
  public static FileAttribute<?>[] folderMode(Path folder) {
    return attributes(folder, FOLDER);
  }

  /** Creates a folder and its missing parents. */
  public static Path createFolders(Path folder) throws IOException {
    return Files.createDirectories(folder, attributes(folder, FOLDER));
  }

  /**
   * Removes the access of all other users to a file or to the target of a link. Never opens it,
   * because the locks of a process on a file end when it closes it.
   *
   * @return whether they have no access now; false when the service may not change that
   */
  public static boolean closeToOthers(Path file) {
    return !Files.exists(file) || isClosed(file);
  }

  /** The same for a folder, but not for the target of a link. */
  public static boolean closeFolderToOthers(Path folder) {
    return !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        || isClosed(folder, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isClosed(Path path, LinkOption... links) {
    PosixFileAttributeView view =
        Files.getFileAttributeView(path, PosixFileAttributeView.class, links);
    if (view == null) {
      return true;
    }
    try {
      Set<PosixFilePermission> mode = EnumSet.noneOf(PosixFilePermission.class);
      mode.addAll(view.readAttributes().permissions());
      if (mode.removeAll(OTHERS)) {
        view.setPermissions(mode);
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static FileAttribute<?>[] attributes(Path path, FileAttribute<?> attribute) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {attribute}
        : NONE;
  }

  private static FileAttribute<?> attribute(String mode) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
  }
}
