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
 * How the service makes files of its own: for itself and its group, never for all users of the
 * machine. That is mode 640, and 750 for folders, less what the umask takes away. Where the file
 * system knows no such modes nothing is changed, and that is no error.
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

  /** What a new file is to be created with. */
  public static FileAttribute<?>[] mode(Path file) {
    return attributes(file, FILE);
  }

  /** What a new folder is to be created with. */
  public static FileAttribute<?>[] folderMode(Path folder) {
    return attributes(folder, FOLDER);
  }

  /** Makes a folder and those above it, as far as they are missing. */
  public static Path createFolders(Path folder) throws IOException {
    return Files.createDirectories(folder, attributes(folder, FOLDER));
  }

  /**
   * Takes a file, or what a link leads to, from all other users. Never opens it, since the locks of
   * a process on a file end when it closes it.
   *
   * @return whether it is closed to them now, or was; false when that is not in our power
   */
  public static boolean closeToOthers(Path file) {
    return !Files.exists(file) || isClosed(file);
  }

  /** The same of a folder, but not of what a link leads to. */
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
