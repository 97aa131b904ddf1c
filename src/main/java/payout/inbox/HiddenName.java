package payout.inbox;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.batch.Characters;
import payout.batch.FileNames;

/**
 * The private name under which a file lies in its folder while it is compared with what was read.
 *
 * <p>It begins with a point, so that nobody takes it for a payout file, and holds the file's own
 * name, so that it can be given back.
 */
final class HiddenName {

  private static final Logger LOG = LoggerFactory.getLogger(HiddenName.class);
  private static final String START = ".payout-moving-";

  /** A name has at most 255 bytes; a file whose name is cut here is refused for its name. */
  private static final int NAME_BYTES_MAX = 190;

  private static final Pattern FORM = Pattern.compile(Pattern.quote(START) + "[0-9a-f-]{36}-(.+)");

  private HiddenName() {}

  /** A hidden name that nobody knew before. */
  static String of(String name) {
    return START + UUID.randomUUID() + "-" + FileNames.cut(name, NAME_BYTES_MAX);
  }

  /** The file's own name; null when this is no hidden name of a payout file or its done-file. */
  static String ownName(String hidden) {
    Matcher matcher = FORM.matcher(hidden);
    boolean ours = matcher.matches() && InboxName.isFileName(matcher.group(1));
    return ours && !matcher.group(1).startsWith(".") ? matcher.group(1) : null;
  }

  /**
   * Gives a file its own name back, never one that another file has by now: then it stays hidden,
   * and a later look tries again.
   */
  static boolean giveBack(Folder folder, String hidden, String name) throws IOException {
    try {
      linkBack(folder, hidden, name);
      return true;
    } catch (FileAlreadyExistsException e) {
      return isSame(folder, hidden, name);
    }
  }

  /** A process that ended between the second name and the deletion of the first left both. */
  private static boolean isSame(Folder folder, String hidden, String name) throws IOException {
    Optional<Object> key = folder.stamp(hidden).map(FileStamp::key);
    if (key.isPresent() && key.equals(folder.stamp(name).map(FileStamp::key))) {
      folder.delete(hidden);
      return true;
    }
    LOG.debug("{} in {} stays hidden, for its name is taken.", Characters.shown(hidden), folder);
    return false;
  }

  /**
   * A second name is never given over another file; but it is given by the path of the folder,
   * which must not be one that a writer of the inbox can replace. Not every file system has second
   * names.
   */
  private static void linkBack(Folder folder, String hidden, String name) throws IOException {
    if (!folder.isOperators()) {
      folder.moveUnlessThere(hidden, folder, name);
      return;
    }
    try {
      folder.link(hidden, name);
      folder.delete(hidden);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (FileSystemException | UnsupportedOperationException e) {
      if (folder.stamp(hidden).isPresent()) {
        folder.moveUnlessThere(hidden, folder, name);
      }
    }
  }
}
