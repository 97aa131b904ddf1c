package payout.inbox;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * The identity and state of a local file: it differs from that of any other file, and after any
 * change.
 *
 * @param key device and inode; null where the system has none
 * @param isRegular whether it is a plain file: no folder, link, FIFO, socket or device
 * @param isFolder whether it is a folder
 * @param size in bytes
 * @param modified its last change, as precise as the file system keeps it
 */
public record FileStamp(
    Object key, boolean isRegular, boolean isFolder, long size, FileTime modified) {

  static FileStamp of(BasicFileAttributes attributes) {
    return new FileStamp(
        attributes.fileKey(),
        attributes.isRegularFile(),
        attributes.isDirectory(),
        attributes.size(),
        attributes.lastModifiedTime());
  }

  /** Its last change, milliseconds since 1970. */
  public long modifiedAt() {
    return modified.toMillis();
  }
}
