package payout.sftp;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Compares files of a server by their bytes, in constant memory. */
final class RemoteContent {

  private RemoteContent() {}

  static boolean isSame(SftpConnection connection, String one, String other) {
    return connection
            .stat(one)
            .map(RemoteFileState::size)
            .equals(connection.stat(other).map(RemoteFileState::size))
        && MessageDigest.isEqual(digest(connection, one), digest(connection, other));
  }

  private static byte[] digest(SftpConnection connection, String path) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
        connection.get(path, out);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
