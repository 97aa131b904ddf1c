package payout.sftp;

import com.jcraft.jsch.SftpATTRS;

/**
 * Size and time of a file on a server; servers tell the time in whole seconds.
 *
 * @param size in bytes
 * @param modifiedAt its last change by the server's clock, milliseconds since 1970
 */
record RemoteFileState(long size, long modifiedAt) {

  static RemoteFileState of(SftpATTRS attributes) {
    return new RemoteFileState(
        attributes.getSize(), Integer.toUnsignedLong(attributes.getMTime()) * 1000);
  }
}
