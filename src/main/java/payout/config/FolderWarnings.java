package payout.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;

/** Warns of folders that every user of this machine can write: each of them could have us pay. */
final class FolderWarnings {

  private FolderWarnings() {}

  /** A sentence for each such folder. */
  static List<String> of(Settings settings) {
    List<String> warnings = new ArrayList<>();
    for (EndpointUri inbox : settings.inbox().endpoints()) {
      if (!inbox.isRemote() && canBeWrittenByAll(inbox.folder())) {
        warnings.add(
            sentence(
                FileSettings.INBOX_URI, inbox.folder(), "put a file there that would be paid"));
      }
    }
    Path approvals = settings.acceptance().approvalFolder();
    if (approvals != null && canBeWrittenByAll(approvals)) {
      warnings.add(
          sentence(AcceptanceSettings.APPROVAL_FOLDER, approvals, "approve what is to be paid"));
    }
    return warnings;
  }

  private static String sentence(Setting<?> setting, Path folder, String what) {
    return setting
        + " names "
        + folder
        + ", and every user of this machine can write there and so "
        + what
        + ". Give it to the account that does, and to a group that the service is in (chmod o-w).";
  }

  private static boolean canBeWrittenByAll(Path folder) {
    try {
      PosixFileAttributeView view =
          Files.getFileAttributeView(folder, PosixFileAttributeView.class);
      return view != null
          && Files.isDirectory(folder)
          && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_WRITE);
    } catch (IOException unknown) {
      return false;
    }
  }
}
