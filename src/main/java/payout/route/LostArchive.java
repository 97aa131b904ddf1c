package payout.route;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import payout.config.EndpointUri;
import payout.config.InboxSettings;
import payout.config.Settings;
import payout.inbox.InboxName;
import payout.ledger.ArchiveName;
import payout.ledger.FileRecord;
import payout.ledger.Ledger;
import payout.ledger.LostFiles;
import payout.ledger.RetakeLedger;
import payout.outbox.OutputNames;
import payout.setup.IntakeSettings;
import payout.sftp.SftpFailure;

/**
 * Finds what was decided after the last decision that the ledger knows: files in {@code .done} and
 * {@code .waiting} of the inboxes that it does not know, and files that wait by what it knows
 * although the archive, or an output file, shows that they were accepted or refused. Changes
 * nothing.
 */
public final class LostArchive {

  private static final String DONE = ".done";
  private static final String REJECTED = ".rejected";
  private static final String WAITING = ".waiting";

  /** A name that claims a time still to come is no file of ours, and would hide all others. */
  private static final long AHEAD_MS = TimeUnit.MINUTES.toMillis(10);

  private final List<EndpointUri> inboxes;
  private final EndpointUri outbox;
  private final boolean sandbox;
  private final Path work;
  private final LostFiles names;
  private final RetakeLedger ledger;
  private final Supplier<List<FileRecord>> waiting;

  /** For the inboxes of these settings. */
  public LostArchive(Settings settings, Ledger ledger) {
    this(settings, ledger, ledger.retakes()::waiting);
  }

  /**
   * The same.
   *
   * @param waiting asks the ledger which files wait
   */
  LostArchive(Settings settings, Ledger ledger, Supplier<List<FileRecord>> waiting) {
    this.inboxes = settings.inbox().endpoints();
    this.outbox = settings.outbox().endpoint();
    this.sandbox = settings.kind() == Settings.Kind.SANDBOX;
    this.work = IntakeSettings.work(settings);
    this.names = ledger.lostFiles();
    this.ledger = ledger.retakes();
    this.waiting = waiting;
  }

  /** Looks into every inbox, and into the outbox where a file waits. */
  public Found find() {
    OptionalLong since = ledger.since();
    if (since.isEmpty()) {
      return new Found(List.of(), List.of(), List.of(), List.of(), List.of());
    }
    Look look = new Look(since.getAsLong(), ledger.now() + AHEAD_MS, waiting.get());
    for (int i = 0; i < inboxes.size(); i++) {
      EndpointUri inbox = inboxes.get(i);
      String name = InboxSettings.name(i);
      look.into(inbox.sub(DONE), folder -> look.intoTaken(name, folder, DONE));
      look.into(inbox.sub(REJECTED), folder -> look.intoOther(name, folder, look.decided));
      look.into(inbox.sub(WAITING), folder -> look.intoTaken(name, folder, WAITING));
    }
    if (!look.waiting.isEmpty()) {
      look.into(outbox, look::intoOutbox);
    }
    return look.found(look.isAnyDecided() ? waiting.get() : List.of());
  }

  /** One look at all folders. */
  private final class Look {

    private final long since;
    private final long until;
    private final List<FileRecord> waiting;
    private final List<Lost> lost = new ArrayList<>();
    private final List<FileRecord> accepted = new ArrayList<>();
    private final Set<FileRecord> decided = new LinkedHashSet<>();
    private final List<String> traces = new ArrayList<>();
    private final List<String> unread = new ArrayList<>();

    Look(long since, long until, List<FileRecord> waiting) {
      this.since = since;
      this.until = until;
      this.waiting = waiting;
    }

    void into(EndpointUri folder, Reader reader) {
      try {
        reader.read(folder);
      } catch (IOException | SftpFailure e) {
        unread.add(folder + " (" + e.getMessage() + ")");
      }
    }

    /** What is listed as lost is older than what the ledger decided on since it lost it. */
    void intoTaken(String inbox, EndpointUri folder, String kind) throws IOException {
      OwnFolder.require(folder, work);
      Set<String> listed = names.recordedByAny(WatchArchives.place(folder));
      unknown(inbox, folder, listed, kind.equals(DONE) ? accepted : new ArrayList<>())
          .forEach(
              name ->
                  lost.add(new Lost(inbox, folder, kind, name, isCandidate(name, since, until))));
    }

    /** Nothing of what lies there was paid. It shows that something was lost, and is no more. */
    void intoOther(String inbox, EndpointUri folder, Collection<FileRecord> there)
        throws IOException {
      OwnFolder.require(folder, work);
      traces.addAll(unknown(inbox, folder, Set.of(), there));
    }

    /**
     * The names in a folder that the ledger lost.
     *
     * @param listed names that are listed as lost, of any age
     * @param there receives the files that wait by the ledger and lie there
     */
    private Set<String> unknown(
        String inbox, EndpointUri folder, Set<String> listed, Collection<FileRecord> there)
        throws IOException {
      Map<String, FileRecord> byName = new HashMap<>();
      waiting.stream()
          .filter(file -> file.inbox().equals(inbox))
          .forEach(file -> byName.put(nameOf(file), file));
      List<String> candidates = new ArrayList<>();
      ArchivedNames.each(
          folder,
          name -> {
            if (byName.containsKey(name)) {
              there.add(byName.get(name));
            } else if (isCandidate(name, listed.contains(name) ? 0 : since, until)) {
              candidates.add(name);
            }
          });
      return ArchivedNames.unknown(names, candidates);
    }

    /** A file that was submitted lies in no folder; its ack, while nobody took it, is a trace. */
    void intoOutbox(EndpointUri folder) throws IOException {
      Map<LostFiles.Reported, FileRecord> byOutput = new HashMap<>();
      waiting.forEach(file -> byOutput.put(OutputNames.input(file), file));
      WatchArchives.eachFile(
          folder,
          (name, modifiedAt) ->
              OutputNames.inputOf(name, sandbox)
                  .filter(input -> OutputNames.isOfDecided(name))
                  .map(byOutput::get)
                  .filter(file -> !accepted.contains(file))
                  .ifPresent(decided::add));
    }

    boolean isAnyDecided() {
      return !accepted.isEmpty() || !decided.isEmpty();
    }

    /**
     * What was found. A decision is committed before its file is moved or reported on, so a file
     * that another node decided on during the look does not wait any more; one that still does
     * shows that its decision was lost.
     *
     * @param now the files that wait after the look
     */
    Found found(List<FileRecord> now) {
      Set<Long> ids = now.stream().map(FileRecord::id).collect(Collectors.toSet());
      accepted.removeIf(file -> !ids.contains(file.id()));
      decided.removeIf(file -> !ids.contains(file.id()));
      // In the order of the decisions: so the newest file that is known says how far this got.
      lost.sort(Comparator.comparing(Lost::archived));
      return new Found(lost, accepted, List.copyOf(decided), traces, unread);
    }
  }

  /** Reads a folder. */
  @FunctionalInterface
  private interface Reader {
    void read(EndpointUri folder) throws IOException;
  }

  private static String nameOf(FileRecord file) {
    return file.archiveName().substring(file.archiveName().indexOf('/') + 1);
  }

  private static boolean isCandidate(String name, long since, long until) {
    return ArchivedNames.isOf(name, since)
        && ArchiveName.timeOf(name).orElse(Long.MAX_VALUE) <= until
        && InboxName.isFileName(ArchiveName.nameIn(name))
        && !name.contains("..");
  }

  /**
   * What was found.
   *
   * @param lost files that the ledger does not know, in the order in which they were decided
   * @param waiting files that wait by the ledger and lie among the accepted ones
   * @param decided files that wait by the ledger, and lie among the refused ones or have an output
   *     that only a decided file has
   * @param traces names of files that the ledger does not know, and that were refused
   * @param unread folders that could not be read, each with the reason
   */
  public record Found(
      List<Lost> lost,
      List<FileRecord> waiting,
      List<FileRecord> decided,
      List<String> traces,
      List<String> unread) {

    /**
     * Whether the ledger was restored, and has decided on nothing since. Later its last changes are
     * known again, and what waits came after the loss, or was told of.
     */
    public boolean isJustRestored() {
      return lost.stream().anyMatch(Lost::isNewest)
          || !waiting.isEmpty()
          || !decided.isEmpty()
          || !traces.isEmpty();
    }

    /** Whether nothing was lost, as far as the folders that could be read tell. */
    public boolean isEmpty() {
      return lost.isEmpty() && waiting.isEmpty() && decided.isEmpty() && traces.isEmpty();
    }
  }

  /**
   * A file that the ledger lost.
   *
   * @param inbox the name of its inbox
   * @param folder the folder of the archive
   * @param kind {@code .done} or {@code .waiting}
   * @param archived its name there
   * @param isNewest whether it was decided on after everything that the ledger knows; otherwise it
   *     was listed as lost by a node that went on
   */
  public record Lost(
      String inbox, EndpointUri folder, String kind, String archived, boolean isNewest) {

    /** The name that it had in its inbox. */
    public String name() {
      return ArchiveName.nameIn(archived);
    }

    /** The folder, as a person reads it. */
    public String place() {
      return WatchArchives.place(folder);
    }

    /** Where it is, relative to its inbox. */
    String archiveName() {
      return kind + "/" + archived;
    }
  }
}
