package payout.route;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.batch.Characters;
import payout.config.EndpointUri;
import payout.config.Settings;
import payout.inbox.Folder;
import payout.inbox.InboxName;
import payout.ledger.LostFile;
import payout.ledger.LostFiles;
import payout.outbox.OutputNames;
import payout.sftp.SftpFailure;
import payout.sftp.SftpProbe;

/**
 * The step of the route {@code watch-archives}: it compares the folders beside the inboxes, and the
 * outbox, with the ledger, and tells which of their files the ledger lost.
 *
 * <p>Folders are listed first and the ledger is asked then, so that a file that a neighbour moves
 * meanwhile is known. Only names that this program makes count. A file that somebody renamed by
 * adding a suffix, as for a packed one, is still known. Nothing is moved, and nothing is taken
 * again here: that is done once, at the start ({@link RetakeLost}).
 */
public final class WatchArchives {

  private static final Logger LOG = LoggerFactory.getLogger(WatchArchives.class);

  /** After the first look, and once a day, all files; in between those of the last two days. */
  private static final long ALL_NS = TimeUnit.DAYS.toNanos(1);

  private static final long RECENT_MS = TimeUnit.DAYS.toMillis(2);

  /** A listing of a server is dearer than one of a local folder. */
  private static final int SERVER_EVERY = 5;

  private static final int ASKED_TOGETHER = 1024;
  private static final int NAMED_MAX = 10;
  private static final String ANY = ".*";

  private final LostFiles ledger;
  private final List<EndpointUri> inboxes;
  private final EndpointUri outbox;
  private final boolean sandbox;
  private final Alarm alarm;
  private final LongSupplier nanos;
  private final long startedAt;
  private final Map<String, Long> lostIn = new HashMap<>();
  private final Map<String, Long> lookedAtAll = new HashMap<>();
  private final AtomicLong lost = new AtomicLong();
  private int looks;

  /**
   * Watches the folders of these settings.
   *
   * @param nanos a monotonic clock, nanoseconds
   */
  public WatchArchives(LostFiles ledger, Settings settings, Alarm alarm, LongSupplier nanos) {
    this.ledger = ledger;
    this.inboxes = settings.inbox().endpoints();
    this.outbox = settings.outbox().endpoint();
    this.sandbox = settings.kind() == Settings.Kind.SANDBOX;
    this.alarm = alarm;
    this.nanos = nanos;
    this.startedAt = ledger.now();
  }

  void register(MeterRegistry meters) {
    Counters.gauge(meters, Meter.FILES_LOST, lost::get);
  }

  /** Raises an alarm for files that the ledger does not know, and again each day while it lasts. */
  public void reportLostFiles() {
    List<LostFile> found = new ArrayList<>();
    long beganAt = ledger.beganAt(startedAt);
    for (EndpointUri inbox : inboxes) {
      InboxName.KEPT.forEach(folder -> look(inbox.sub(folder), beganAt, false, found));
    }
    look(outbox, beganAt, true, found);
    looks++;
    lost.set(lostIn.values().stream().mapToLong(Long::longValue).sum());
    found.addAll(ledger.toTellAgain());
    if (!found.isEmpty()) {
      alarm.raise(AlarmKind.LOST_FILE, sentence(found));
    }
  }

  private void look(EndpointUri folder, long beganAt, boolean isOutbox, List<LostFile> found) {
    if (folder.isRemote() && looks % SERVER_EVERY != 0) {
      return;
    }
    String place = place(folder);
    Long all = lookedAtAll.get(place);
    boolean isAll = all == null || nanos.getAsLong() - all >= ALL_NS;
    long from = isAll ? beganAt : Math.max(beganAt, ledger.now() - RECENT_MS);
    try {
      Set<String> recorded = ledger.recorded(place);
      Set<String> now =
          isOutbox ? lostOutputs(folder, from, recorded) : lostArchived(folder, from, recorded);
      found.addAll(ledger.record(place, now));
      lostIn.put(place, (long) now.size());
      if (isAll) {
        lookedAtAll.put(place, nanos.getAsLong());
      }
    } catch (IOException | SftpFailure e) {
      LOG.warn("{} is not compared with the ledger this time: {}", place, e.getMessage());
    }
  }

  /** A folder, as it is listed. */
  static String place(EndpointUri folder) {
    return folder.isRemote() ? folder.toString() : folder.folder().toString();
  }

  // ---- the folders beside an inbox

  private Set<String> lostArchived(EndpointUri folder, long from, Set<String> recorded)
      throws IOException {
    Set<String> unknown = new HashSet<>();
    List<String> asked = new ArrayList<>();
    Consumer<String> ask =
        name -> {
          if (ArchivedNames.isOf(name, from) || recorded.contains(name)) {
            asked.add(name);
          }
          if (asked.size() == ASKED_TOGETHER) {
            unknown.addAll(ArchivedNames.unknown(ledger, asked));
            asked.clear();
          }
        };
    ArchivedNames.each(folder, ask);
    unknown.addAll(ArchivedNames.unknown(ledger, asked));
    return unknown;
  }

  // ---- the outbox

  /** All output files of one input are one entry: their common start. */
  private Set<String> lostOutputs(EndpointUri folder, long from, Set<String> recorded)
      throws IOException {
    Map<LostFiles.Reported, String> asked = new HashMap<>();
    ObjLongConsumer<String> ask =
        (name, modifiedAt) ->
            OutputNames.inputOf(name, sandbox)
                .ifPresent(
                    input -> {
                      String start = OutputNames.startOf(input, sandbox) + ANY;
                      if (modifiedAt >= from || recorded.contains(start)) {
                        asked.put(input, start);
                      }
                    });
    eachFile(folder, ask);
    return ledger.unknownReported(asked.keySet()).stream()
        .map(asked::get)
        .collect(Collectors.toSet());
  }

  /**
   * Hands each file of the outbox to a reader, with the time of its last change; none where there
   * is no outbox yet.
   *
   * @throws IOException when it cannot be read
   * @throws SftpFailure when its server cannot be asked
   */
  static void eachFile(EndpointUri folder, ObjLongConsumer<String> reader) throws IOException {
    if (folder.isRemote()) {
      try (SftpProbe probe = new SftpProbe(folder)) {
        probe.eachFile("", reader);
      }
      return;
    }
    try (Folder open = Folder.open(folder.folder())) {
      List<String> names = new ArrayList<>();
      open.eachName(names::add);
      for (String name : names) {
        open.regular(name).ifPresent(stamp -> reader.accept(name, stamp.modifiedAt()));
      }
    } catch (NoSuchFileException none) {
      LOG.trace("There is no {} yet.", folder);
    }
  }

  // ---- the alarm

  private static String sentence(List<LostFile> files) {
    String named =
        files.stream()
            .limit(NAMED_MAX)
            .map(each -> Characters.shown(each.name()) + " in " + each.place())
            .collect(Collectors.joining(", "));
    return Stream.of(
            "The ledger does not know "
                + files.size()
                + (files.size() == 1 ? " file" : " files")
                + " that this program archived or wrote: "
                + named
                + (files.size() > NAMED_MAX ? " and more" : "")
                + ".",
            "So it lost its last changes: a standby took over that was behind, or an older copy was"
                + " restored.",
            "What was in these files may have been paid. Restart a node: a start takes what is listed"
                + " in .done and .waiting again, and the alarm retaken says what it could not take.",
            "Move one of those back into its inbox, unchanged, without the"
                + " time before its name: it gets the batch numbers that it had, and those that the"
                + " gateway has are HELD. Never move one into the inbox that names the day on which"
                + " it is to be paid (#pay-on, or @ and a date in its name): that day may be over,"
                + " and with another day it would be paid again. Move it into .done, and restart.",
            "A file from .rejected was not paid: remove it. bin/payout status lists them all.")
        .collect(Collectors.joining(" "));
  }
}
