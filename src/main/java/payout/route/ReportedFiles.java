package payout.route;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.batch.FileNames;
import payout.config.EndpointUri;
import payout.config.Settings;
import payout.inbox.Folder;
import payout.outbox.OutputNames;
import payout.sftp.SftpFailure;

/**
 * Which lost files have an output in the outbox: only that shows that this program decided on them.
 */
final class ReportedFiles {

  private static final Logger LOG = LoggerFactory.getLogger(ReportedFiles.class);
  private static final int ID_DIGITS = 8;

  private final Set<String> known = new HashSet<>();

  private ReportedFiles() {}

  /** Looks into the outbox for files of these names; none is known where it cannot be read. */
  static ReportedFiles of(Settings settings, Set<String> files) {
    Set<String> stems = files.stream().map(FileNames::stemOf).collect(Collectors.toSet());
    boolean sandbox = settings.kind() == Settings.Kind.SANDBOX;
    EndpointUri outbox = settings.outbox().endpoint();
    ReportedFiles reported = new ReportedFiles();
    try {
      each(
          outbox,
          name ->
              OutputNames.inputOf(name, sandbox)
                  .filter(input -> stems.contains(input.stem()))
                  .ifPresent(input -> reported.known.add(key(input.stem(), input.shortHash()))));
    } catch (IOException | SftpFailure e) {
      LOG.warn("The outbox {} cannot be read; what is taken again is held.", outbox, e);
      reported.known.clear();
    }
    return reported;
  }

  /** The outbox is named by the operator and may be a link. */
  private static void each(EndpointUri outbox, Consumer<String> reader) throws IOException {
    if (outbox.isRemote()) {
      ArchivedNames.each(outbox, reader);
      return;
    }
    try (Folder open = Folder.open(outbox.folder())) {
      open.eachName(reader);
    } catch (NoSuchFileException none) {
      LOG.trace("There is no {} yet.", outbox);
    }
  }

  /** Whether an output of these bytes under this name is there. */
  boolean contains(String file, String sha256) {
    return known.contains(key(FileNames.stemOf(file), sha256.substring(0, ID_DIGITS)));
  }

  private static String key(String stem, String shortHash) {
    return stem + "." + shortHash;
  }
}
