package payout.sftp;

/** Renames on a server, which overwrite nothing and are believed only when they are seen. */
final class Renames {

  private Renames() {}

  /**
   * Renames, and overwrites nothing: where the same content has the new name already, the old one
   * is dropped, as when a reply was lost.
   */
  static void rename(SftpConnection connection, String from, String to) {
    RemoteFileState before =
        connection
            .stat(from)
            .orElseThrow(() -> new SftpFailure("There is no file " + from + " to be renamed."));
    if (connection.stat(to).isEmpty()) {
      connection.rename(from, to);
      requireSize(connection, to, before.size());
      return;
    }
    if (!RemoteContent.isSame(connection, from, to)) {
      throw new SftpFailure(
          "A file "
              + to
              + " of other content lies on the server; it is not overwritten. Move it away.");
    }
    connection.remove(from);
  }

  /** Reads the size of a file back. */
  static void requireSize(SftpConnection connection, String name, long size) {
    long there = connection.stat(name).map(RemoteFileState::size).orElse(-1L);
    if (there != size) {
      throw new SftpFailure(
          "The server has "
              + (there < 0 ? "no file " + name : there + " bytes of " + name)
              + ", and "
              + size
              + " bytes were written; that is no delivery.");
    }
  }
}
