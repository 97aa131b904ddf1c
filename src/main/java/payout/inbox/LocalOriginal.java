package payout.inbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A local payout file, which is read in place. Its folder is kept open with it. */
public final class LocalOriginal implements Original {

  private final Folder folder;
  private final OpenFile file;
  private final String name;
  private final FileStamp done;
  private boolean stays;

  /**
   * A file that was opened in its folder; both are closed with it.
   *
   * @param done what its done-file was when it was listed; null for none
   */
  LocalOriginal(Folder folder, String name, OpenFile file, FileStamp done) {
    this.folder = folder;
    this.name = name;
    this.file = file;
    this.done = done;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public OpenFile opened() {
    return file;
  }

  /** A file that could not be moved may still have its hidden name; its own name is restored. */
  @Override
  public boolean isThere() {
    try {
      return stays || folder.stamp(name).equals(Optional.of(file.stamp()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean isThere(String name) {
    int slash = name.indexOf('/');
    try (Folder archive = folder.sub(name.substring(0, slash))) {
      return archive.regular(name.substring(slash + 1)).isPresent();
    } catch (NoSuchFileException | NotAFolderException e) {
      return false; // a move to it will report why
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<String> names(String archive) throws IOException {
    try (Folder there = folder.sub(archive)) {
      List<String> names = new ArrayList<>();
      there.eachFile(
          name -> {
            names.add(name);
            return true;
          });
      return names;
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  @Override
  public void requireUnchanged() {
    file.requireUnchanged();
  }

  /**
   * Its done-file moves too, even when another file took the place of the payout file, because it
   * does not belong to that one.
   */
  @Override
  public boolean archive(String to) throws IOException {
    stays = true; // unless the move completes
    boolean moved = GuardedMove.move(folder, name(), to, file.stamp()) == GuardedMove.Result.MOVED;
    stays = false;
    if (done != null) {
      GuardedMove.move(folder, name() + InboxName.DONE, to + InboxName.DONE, done);
    }
    return moved;
  }

  @Override
  public void close() throws IOException {
    try (folder) {
      file.close();
    }
  }
}
