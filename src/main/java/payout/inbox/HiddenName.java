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
 * The private name of a file while it is compared with what was read.
 *
 * <p>It begins with a dot, so that nobody takes it for a payout file, and contains the file's own
 * name, so that it can be restored.
 */
final class HiddenName {

  private static final Logger LOG = LoggerFactory.getLogger(HiddenName.class);
  private static final String START = ".payout-moving-";

  private static final Pattern FORM = Pattern.compile(Pattern.quote(START) + "[0-9a-f-]{36}-(.+)");

  private HiddenName() {}

  /** A new hidden name that nobody can guess. */
  static String of(String name) {
    return START + UUID.randomUUID() + "-" + FileNames.cut(name, InboxName.HIDDEN_BYTES_MAX);
  }

  /**
   * The file's own name; null when this is not the hidden name of a payout file or its done-file.
   */
  static String ownName(String hidden) {
    Matcher matcher = FORM.matcher(hidden);
    boolean ours = matcher.matches() && InboxName.isFileName(matcher.group(1));
    return ours && !matcher.group(1).startsWith(".") ? matcher.group(1) : null;
  }

  /**
   * Restores the name of a file, unless another file has it by now: then the file stays hidden, and
   * a later poll retries.
   */
  static boolean giveBack(Folder folder, String hidden, String name) throws IOException {
    try {
      linkBack(folder, hidden, name);
      return true;
    } catch (FileAlreadyExistsException e) {
      return isSame(folder, hidden, name);
    }
  }

  /** A process that ended between the second link and the deletion of the first left both. */
  private static boolean isSame(Folder folder, String hidden, String name) throws IOException {
    Optional<Object> key = folder.stamp(hidden).map(FileStamp::key);
    if (key.isPresent() && key.equals(folder.stamp(name).map(FileStamp::key))) {
      folder.delete(hidden);
      return true;
    }
    LOG.debug("{} in {} stays hidden: its name is taken.", Characters.shown(hidden), folder);
    return false;
  }

  /**
   * A hard link never overwrites another file. But it is created by the path of the folder, which a
   * writer of the inbox must not be able to replace. Not every file system has hard links.
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
