package payout.route;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import payout.inbox.KeptFiles;

/**
 * What is kept beside an inbox on this machine.
 *
 * @param inbox the inbox's folder
 */
public record LocalKept(Path inbox) implements KeptFiles {

  @Override
  public List<String> files(String folder) throws IOException {
    List<String> names = new ArrayList<>();
    Path there = inbox.resolve(folder);
    if (Files.isDirectory(there)) {
      try (DirectoryStream<Path> files =
          Files.newDirectoryStream(
              there, each -> Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS))) {
        files.forEach(each -> names.add(each.getFileName().toString()));
      } catch (DirectoryIteratorException e) {
        throw e.getCause();
      }
    }
    return names;
  }

  @Override
  public void move(String from, String to) throws IOException {
    Path target = inbox.resolve(to);
    Files.createDirectories(target.getParent());
    Files.move(inbox.resolve(from), target);
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(inbox.resolve(name));
  }

  @Override
  public void rest() {}

  @Override
  public String toString() {
    return inbox.toString();
  }
}
