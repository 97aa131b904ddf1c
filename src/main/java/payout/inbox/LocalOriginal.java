package payout.inbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A payout file of this machine: it is read where it lies. Its folder is held open with it. */
public final class LocalOriginal implements Original {

  private final Folder folder;
  private final OpenFile file;
  private final Listed listed;
  private boolean stays;

  LocalOriginal(Folder folder, OpenFile file, Listed listed) {
    this.folder = folder;
    this.file = file;
    this.listed = listed;
  }

  @Override
  public String name() {
    return listed.name();
  }

  @Override
  public OpenFile opened() {
    return file;
  }

  /** A file that could not be moved may have its hidden name still; it comes back. */
  @Override
  public boolean isThere() {
    try {
      return stays || folder.stamp(listed.name()).equals(Optional.of(file.stamp()));
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
      return false; // to move something there will tell why
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
   * Its done-file goes with it, also when another file took its place, for which it does not speak.
   */
  @Override
  public boolean archive(String to) throws IOException {
    stays = true; // unless the move comes to an end
    boolean moved = GuardedMove.move(folder, name(), to, file.stamp()) == GuardedMove.Result.MOVED;
    stays = false;
    if (listed.done() != null) {
      GuardedMove.move(folder, name() + InboxName.DONE, to + InboxName.DONE, listed.done());
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
