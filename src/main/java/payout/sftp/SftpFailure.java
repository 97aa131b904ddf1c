package payout.sftp;

import org.apache.camel.component.file.GenericFileOperationFailedException;

/** Something that a server did not do, in a sentence that names the server and holds no secret. */
public class SftpFailure extends GenericFileOperationFailedException {

  private static final long serialVersionUID = 1L;

  SftpFailure(String sentence) {
    super(sentence);
  }

  SftpFailure(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
