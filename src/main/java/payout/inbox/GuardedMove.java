package payout.inbox;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import payout.batch.Checkpoint;

/**
 * Moves a file that was read into a folder beside it: exactly that file, into a real folder,
 * overwriting nothing.
 *
 * <p>Another file can take a name at any moment. So the file first gets a hidden name that nobody
 * else knows, and is compared under it. If it is another file, it gets its name back and stays.
 */
public final class GuardedMove {

  /** The result of a move. */
  enum Result {
    /** The file that was read is in its new place. */
    MOVED,
    /** No file has the name any more. */
    GONE,
    /** Another file has the name, or the same file has other bytes; it stays. */
    REPLACED
  }

  private GuardedMove() {}

  /**
   * Moves a file.
   *
   * @param name its name in the folder
   * @param to its new place, {@code <folder>/<name>}; the folder is created if it is missing
   * @param read what was read under the name
   * @throws NotAFolderException when the new folder is a link; nothing is moved
   * @throws FileAlreadyExistsException when the new place is taken; nothing is moved
   */
  static Result move(Folder folder, String name, String to, FileStamp read) throws IOException {
    int slash = to.indexOf('/');
    String newName = to.substring(slash + 1);
    try (Folder archive = folder.made(to.substring(0, slash))) {
      if (archive.stamp(newName).isPresent()) {
        throw new FileAlreadyExistsException(archive.path().resolve(newName).toString());
      }
      String hidden = HiddenName.of(name);
      try {
        folder.rename(name, folder, hidden);
      } catch (NoSuchFileException e) {
        return Result.GONE;
      }
      Checkpoint.FILE_HIDDEN.pass();
      return moveHidden(folder, hidden, name, archive, newName, read);
    }
  }

  private static Result moveHidden(
      Folder folder, String hidden, String name, Folder archive, String newName, FileStamp read)
      throws IOException {
    try {
      if (folder.stamp(hidden).equals(Optional.of(read))) {
        folder.moveUnlessThere(hidden, archive, newName);
        return checkMoved(folder, hidden, name, archive, newName, read);
      }
      HiddenName.giveBack(folder, hidden, name);
      return Result.REPLACED;
    } catch (IOException e) {
      HiddenName.giveBack(folder, hidden, name);
      throw e;
    }
  }

  /**
   * Somebody who sees the hidden name can still replace the file; the last comparison finds out.
   */
  private static Result checkMoved(
      Folder folder, String hidden, String name, Folder archive, String newName, FileStamp read)
      throws IOException {
    if (archive.stamp(newName).equals(Optional.of(read))) {
      return Result.MOVED;
    }
    archive.moveUnlessThere(newName, folder, hidden);
    HiddenName.giveBack(folder, hidden, name);
    return Result.REPLACED;
  }

  /**
   * Moves a decided file from one folder beside an inbox to another, even if its content changed. A
   * file that is gone was moved by another process.
   *
   * @param from its place, {@code <inbox>/<folder>/<name>}
   * @param to its new place beside the same inbox; the folder is created if it is missing
   * @throws NotAFolderException when one of the folders is a link; nothing is moved
   * @throws FileAlreadyExistsException when the new place is taken; nothing is moved
   */
  public static void betweenKept(Path from, Path to) throws IOException {
    String name = from.getFileName().toString();
    try (Folder inbox = Folder.open(from.getParent().getParent());
        Folder folder = inbox.sub(from.getParent().getFileName().toString());
        Folder target = inbox.made(to.getParent().getFileName().toString())) {
      if (folder.regular(name).isPresent()) {
        folder.moveUnlessThere(name, target, to.getFileName().toString());
      }
    }
  }

  /** Deletes a file in a folder beside an inbox, if it is there. */
  public static void deleteKept(Path file) throws IOException {
    try (Folder inbox = Folder.open(file.getParent().getParent());
        Folder folder = inbox.sub(file.getParent().getFileName().toString())) {
      folder.delete(file.getFileName().toString());
    }
  }
}
