package payout.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.batch.Characters;
import payout.batch.FileState;
import payout.inbox.RetakenFile;
import payout.ledger.FileRecord;

/** What there is to tell of a ledger that lost its last changes, in one alarm. */
final class RetakeReport {

  private static final Logger LOG = LoggerFactory.getLogger(RetakeReport.class);
  private static final int NAMED_MAX = 10;

  private final List<String> waiting = new ArrayList<>();
  private final List<String> decided = new ArrayList<>();
  private final List<String> undecided = new ArrayList<>();
  private final List<String> taken = new ArrayList<>();
  private final List<String> held = new ArrayList<>();
  private final List<String> approvals = new ArrayList<>();
  private final List<String> failed = new ArrayList<>();
  private long lines;

  /**
   * Files that wait by the ledger.
   *
   * @param accepted those that lie among the accepted ones
   * @param known those that were decided on, as another trace shows
   * @param doubted all of which nothing is sent without a person
   */
  void waiting(List<FileRecord> accepted, List<FileRecord> known, List<FileRecord> doubted) {
    accepted.forEach(file -> waiting.add(Characters.shown(file.name())));
    for (FileRecord file : doubted) {
      boolean isKnown = known.stream().anyMatch(each -> each.id() == file.id());
      (isKnown ? decided : undecided).add(Characters.shown(file.name()));
    }
  }

  /** A file that was taken again, or that the checks refused. */
  void add(LostArchive.Lost lost, RetakenFile.Taken file) {
    if (!file.refused().isEmpty()) {
      failed(lost, file.refused());
      return;
    }
    LOG.info(
        "{} is taken again: {}, {} lines. {}",
        lost.archived(),
        file.file().state(),
        file.file().lines(),
        file.doubt());
    lines += file.file().lines();
    taken.add(Characters.shown(lost.archived()));
    if (file.file().state() != FileState.ACCEPTED) {
      approvals.add(Characters.shown(lost.archived()));
    } else if (!file.doubt().isEmpty()) {
      held.add(Characters.shown(lost.archived()) + " (" + file.doubt() + ")");
    }
  }

  /** A file that could not be taken again. */
  void failed(LostArchive.Lost lost, String why) {
    failed.add(Characters.shown(lost.archived()) + " (" + why + ")");
  }

  /** The alarm; empty where nothing was done, and nothing is to be done. */
  Optional<String> sentence() {
    StringBuilder parts = new StringBuilder();
    part(
        parts,
        taken,
        " files, with "
            + lines
            + " lines, were taken again from .done and .waiting, and their serial numbers are known"
            + " again. What the gateway has of them will be HELD without another alarm: ask it which of them it"
            + " paid, then run bin/payout release BATCH_NO --ours, and settle what no notify will"
            + " report. What it never got is paid now. They are ");
    part(parts, held, " of them are held and not sent at all, because of a doubt: ");
    part(parts, approvals, " of them wait for an approval, or for the limit of the day, again: ");
    part(
        parts,
        waiting,
        " files wait by this ledger and lie in .done, so they were accepted since: do not reject"
            + " them before you know that they were not paid. They are ");
    part(
        parts,
        decided,
        " files wait by this ledger and were decided on since, as .rejected or an output file in"
            + " the outbox tells: when they are accepted, their batches are HELD. Find out how they"
            + " were decided, and reject what was rejected. They are ");
    part(
        parts,
        undecided,
        " files wait by this ledger, and it is not known whether they were decided on since: when"
            + " they are accepted, their batches are HELD. Ask whoever decides, then release what"
            + " is still to be paid, or reject the file. They are ");
    part(
        parts,
        failed,
        " files could not be taken again. They may have been paid, and their serial numbers are"
            + " not known: do not pay these again by other files. They are ");
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "The ledger lost its last changes: it is an older copy, or a standby that was behind"
                + " took over."
                + parts);
  }

  private static void part(StringBuilder all, List<String> names, String what) {
    if (!names.isEmpty()) {
      all.append(' ')
          .append(names.size())
          .append(what)
          .append(names.stream().limit(NAMED_MAX).collect(Collectors.joining(", ")))
          .append(names.size() > NAMED_MAX ? " and more." : ".");
    }
  }
}
