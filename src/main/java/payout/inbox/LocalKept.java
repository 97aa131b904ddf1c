package payout.inbox;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What is kept beside an inbox on this machine, in real folders alone.
 *
 * @param inbox the inbox's folder
 */
public record LocalKept(Path inbox) implements KeptFiles {

  @Override
  public List<String> files(String folder) throws IOException {
    try (Folder open = Folder.open(inbox)) {
      return names(open, folder);
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /** The names of the regular files in a folder of a folder; none where it is not there. */
  static List<String> names(Folder parent, String folder) throws IOException {
    List<String> names = new ArrayList<>();
    try (Folder there = parent.sub(folder)) {
      for (Iterator<Path> entries = there.entries(); entries.hasNext(); ) {
        String name = entries.next().getFileName().toString();
        if (there.regular(name).isPresent()) {
          names.add(name);
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }

  @Override
  public void move(String from, String to) throws IOException {
    int slash = from.indexOf('/');
    String name = from.substring(slash + 1);
    String newName = to.substring(to.indexOf('/') + 1);
    try (Folder open = Folder.open(inbox);
        Folder there = open.sub(from.substring(0, slash));
        Folder target = open.made(to.substring(0, to.indexOf('/')))) {
      Optional<FileStamp> stamp = there.regular(name);
      if (stamp.isEmpty()) {
        throw new NoSuchFileException(inbox.resolve(from).toString());
      }
      there.moveUnlessThere(name, target, newName);
    }
  }

  @Override
  public void delete(String name) throws IOException {
    int slash = name.indexOf('/');
    try (Folder open = Folder.open(inbox);
        Folder there = open.sub(name.substring(0, slash))) {
      there.delete(name.substring(slash + 1));
    } catch (NoSuchFileException gone) {
      // as wanted
    }
  }

  @Override
  public void rest() {}

  @Override
  public String toString() {
    return inbox.toString();
  }
}
