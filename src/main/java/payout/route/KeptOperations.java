package payout.route;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.apache.camel.component.file.FileOperations;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import payout.inbox.GuardedMove;

/**
 * The file operations on the files that are kept beside an inbox of this machine. Camel's own
 * operations follow a link in place of a folder, and overwrite a file that has the new name.
 */
public final class KeptOperations extends FileOperations {

  @Override
  public boolean buildDirectory(String directory, boolean absolute) {
    return true; // the move creates it
  }

  @Override
  public boolean renameFile(String from, String to) {
    try {
      GuardedMove.betweenKept(Path.of(from), Path.of(to));
      return true;
    } catch (IOException e) {
      throw failure(from + " cannot be moved to " + to, e);
    }
  }

  @Override
  public boolean deleteFile(String name) {
    try {
      GuardedMove.deleteKept(Path.of(name));
      return true;
    } catch (NoSuchFileException gone) {
      return true;
    } catch (IOException e) {
      throw failure(name + " cannot be deleted", e);
    }
  }

  private static GenericFileOperationFailedException failure(String what, IOException e) {
    String why =
        e instanceof FileAlreadyExistsException
            ? "a file of that name exists already and is not overwritten"
            : e.toString();
    return new GenericFileOperationFailedException(what + ": " + why + ".", e);
  }
}
