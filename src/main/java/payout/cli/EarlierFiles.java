package payout.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import payout.config.EndpointUri;
import payout.config.Settings;
import payout.inbox.InboxName;
import payout.ledger.sql.LedgerAddress;
import payout.sftp.SftpFailure;
import payout.sftp.SftpProbe;

/**
 * Looks for files that an earlier ledger accepted or reported on, next to the inboxes and in the
 * outbox. If there are any, an empty ledger is not the one that paid them.
 */
final class EarlierFiles {

  private static final List<String> ITSELF = List.of("");

  private final Settings settings;
  private final LedgerAddress address;

  EarlierFiles(Settings settings) {
    this.settings = settings;
    this.address = Launch.address(settings);
  }

  /**
   * What was found and what to do, as a sentence; empty when there is nothing.
   *
   * @throws RefusedToStartException when a folder or a server cannot be read
   */
  Optional<String> found() {
    Optional<String> log =
        address.leftBehind().map(left -> left + " contains the last writes to it");
    return Stream.of(Stream.of(log), inInboxes(), Stream.of(inOutbox()))
        .flatMap(found -> found)
        .flatMap(Optional::stream)
        .findFirst()
        .map(
            found ->
                start()
                    + "but "
                    + found
                    + ". Without that ledger files could be paid again: restore it, or start"
                    + " once with --new-ledger if you want a new one.");
  }

  private Stream<Optional<String>> inInboxes() {
    return settings.inbox().endpoints().stream().map(inbox -> files(inbox, InboxName.KEPT));
  }

  private Optional<String> inOutbox() {
    return files(settings.outbox().endpoint(), ITSELF);
  }

  private Optional<String> files(EndpointUri endpoint, List<String> folders) {
    return (endpoint.isRemote() ? there(endpoint, folders) : here(endpoint.folder(), folders))
        .map(folder -> folder + " contains files of an earlier one");
  }

  private static Optional<String> here(Path folder, List<String> folders) {
    return folders.stream()
        .map(folder::resolve)
        .filter(EarlierFiles::holdsFiles)
        .map(Path::toString)
        .findFirst();
  }

  private Optional<String> there(EndpointUri endpoint, List<String> folders) {
    try (SftpProbe probe = new SftpProbe(endpoint)) {
      return folders.stream()
          .filter(folder -> probe.holdsFiles(folder, EarlierFiles::counts))
          .map(folder -> endpoint + "/" + folder)
          .findFirst();
    } catch (SftpFailure e) {
      throw new RefusedToStartException(
          start()
              + "and it is unknown whether files were paid before: "
              + e.getMessage()
              + " Start again when the server is available, or once with --new-ledger if you"
              + " want a new ledger.");
    }
  }

  private String start() {
    return "The ledger at payout.ledger.url (" + address + ") is missing or contains no file, ";
  }

  private static boolean holdsFiles(Path folder) {
    if (Files.isRegularFile(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(
          file -> Files.isRegularFile(file) && counts(file.getFileName().toString()));
    } catch (NoSuchFileException none) {
      return false;
    } catch (IOException e) {
      throw new RefusedToStartException("The folder " + folder + " cannot be read: " + e);
    }
  }

  /** Hidden files are never read, and the ledger does not know files that were only checked. */
  private static boolean counts(String name) {
    return !name.startsWith(".") && !name.startsWith("CHECK-");
  }
}
