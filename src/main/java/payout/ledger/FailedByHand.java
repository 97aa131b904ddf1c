package payout.ledger;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import payout.batch.BatchState;
import payout.batch.ChinaClock;
import payout.batch.FileState;
import payout.batch.LineState;
import payout.batch.PersonNames;
import payout.ledger.sql.Sql;

/**
 * Guards the one act that could lead to a double payment: marking a line as failed frees its serial
 * number, although the gateway may have paid it or may still pay it.
 *
 * <p>No line of a batch that may have been sent is marked as failed before the gateway has sent its
 * last notify. Where files need approval, two persons are required: one proposes the result, and a
 * second person, who must be an approver, gives the same command within 72 hours. The service does
 * not verify who they are; it records the names that they give ({@code --by}).
 */
final class FailedByHand {

  /** The gateway delivers a notify for 25 hours after it took a batch. */
  private static final long NOTIFIED_AFTER_MS = TimeUnit.HOURS.toMillis(26);

  private final Sql sql;
  private final long now;
  private final AcceptRules rules;
  private final Act act;

  FailedByHand(Sql sql, long now, AcceptRules rules, Act act) {
    this.sql = sql;
    this.now = now;
    this.rules = rules;
    this.act = act;
  }

  /**
   * Whether lines may get their result now; what has to be recorded for that is done later.
   *
   * @param file the batch's
   * @param early whether to skip the wait of 26 hours
   * @throws ActRefusedException with a sentence, when it is too early or this operator is not
   *     allowed to
   */
  Answer ask(SettledLines lines, FileRecord file, boolean early) throws SQLException {
    BatchRecord batch = lines.content().batch();
    if (lines.as() != LineState.FAILED) {
      return Answer.GO;
    }
    requireNoProof(lines);
    boolean fromLostLedger = LostPosts.arePossible(sql, batch, file);
    if (!fromLostLedger && !mayHaveBeenSent(batch)) {
      return Answer.GO;
    }
    if (!early) {
      requireLastNotify(batch, fromLostLedger);
    }
    return needsTwo(file) ? askSecond(lines, file) : Answer.GO;
  }

  /** A proof that nobody decided on says that the money went out. */
  private void requireNoProof(SettledLines lines) throws SQLException {
    BatchRecord batch = lines.content().batch();
    Map<Integer, Long> proofs = StatementProofs.notRecorded(sql, batch.id(), false);
    for (int place : lines.places()) {
      if (proofs.containsKey(place)) {
        throw new ActRefusedException(
            "Line "
                + lines.serial(place)
                + " of batch "
                + batch.batchNo()
                + " is paid, as the statement "
                + StatementTable.find(sql, proofs.get(place))
                    .map(StatementRecord::start)
                    .orElse("of the account")
                + " shows. Compare it with the merchant page; then record what the statement"
                + " proves, or dismiss it, before a line is marked as failed.");
      }
    }
  }

  /**
   * A batch that was held because its number is used was posted, although its mark is clear: the
   * gateway may have it from an earlier ledger of ours.
   */
  private static boolean mayHaveBeenSent(BatchRecord batch) {
    boolean posted = batch.attempts() > 0 && batch.state() != BatchState.REFUSED;
    return batch.maybeSent() || posted || batch.state() == BatchState.TAKEN;
  }

  /**
   * For a batch that this ledger never posted, the time counts from when an operator marked it as
   * ours, or from when it was found out that a lost ledger may have posted it.
   */
  private void requireLastNotify(BatchRecord batch, boolean fromLostLedger) throws SQLException {
    long known =
        sql.number("SELECT COALESCE(sent_at, taken_at, 0) FROM batch WHERE id = ?", batch.id());
    long sent = fromLostLedger ? Math.max(known, LostPosts.endedBy(sql, batch)) : known;
    if (now < sent + NOTIFIED_AFTER_MS) {
      throw new ActRefusedException(
          "Batch "
              + batch.batchNo()
              + " may have been sent, "
              + (sent > known ? "by a ledger that was lost, at the latest at " : "last at ")
              + ChinaClock.iso(sent)
              + ": until "
              + ChinaClock.iso(sent + NOTIFIED_AFTER_MS)
              + " the gateway may still pay a line or report its result, and a line that is marked"
              + " as failed can be paid again. Wait until then, or use --early.");
    }
  }

  /**
   * A file that had to be approved when it came needs two persons, even if the settings changed.
   * One that waited only because it repeats payments does not where no approver is named: anybody
   * could approve it, and nobody could confirm.
   */
  private boolean needsTwo(FileRecord file) {
    FileRecord.Wait waited = file.waited();
    boolean didWait = waited != null && waited.first() == FileState.AWAITING_APPROVAL;
    boolean byAnybody = didWait && waited.forRepeats() && rules.approvers().isEmpty();
    return didWait && !byAnybody || rules.needsApproval(file.amount());
  }

  private Answer askSecond(SettledLines lines, FileRecord file) throws SQLException {
    BatchRecord batch = lines.content().batch();
    Optional<Proposal> proposal = Proposal.open(sql, now, batch, lines);
    if (proposal.isEmpty()) {
      return propose(lines, file);
    }
    requireSecond(proposal.get(), file);
    return new Answer(
        true,
        " (proposed by " + proposal.get().who() + ": " + proposal.get().reason() + ")",
        () -> proposal.get().confirm(sql, act));
  }

  private Answer propose(SettledLines lines, FileRecord file) throws SQLException {
    List<String> others = others(file, act.who());
    if (others.isEmpty()) {
      throw new ActRefusedException(
          ActRefusedException.Why.PERSON,
          "Two persons are required to mark as failed what may be paid, and"
              + " payout.approval.approvers names no one"
              + (rules.approvers().isEmpty() ? "" : " except " + act.who())
              + " who could confirm it; "
              + (rules.approvers().isEmpty()
                  ? "name approvers there."
                  : "another person has to propose it."));
    }
    return new Answer(
        false,
        (act.dryRun() ? "" : "Nothing is changed yet: ")
            + act.who()
            + (act.dryRun() ? " would propose that " : " proposed that ")
            + lines.sentence()
            + ". Another approver ("
            + String.join(", ", others)
            + ") has to give the same command before "
            + ChinaClock.iso(now + Proposal.LIFETIME_MS)
            + ".",
        () -> addProposal(lines));
  }

  private void addProposal(SettledLines lines) throws SQLException {
    BatchRecord batch = lines.content().batch();
    Proposal.add(sql, now, batch, lines, act);
    new BatchTable(sql, now, act.who())
        .event(batch, "SETTLE_PROPOSED", lines.change() + ": " + act.reason());
  }

  private void requireSecond(Proposal proposal, FileRecord file) {
    String names = " (" + String.join(", ", others(file, proposal.who())) + ")";
    if (PersonNames.areSame(act.who(), proposal.who())) {
      throw new ActRefusedException(
          ActRefusedException.Why.PERSON,
          act.who() + " proposed this already; another approver" + names + " has to confirm it.");
    }
    if (PersonNames.areSame(act.who(), rules.owner(file.inbox()))) {
      throw new ActRefusedException(
          ActRefusedException.Why.PERSON,
          act.who()
              + " owns the inbox that file "
              + file.name()
              + " came through (payout.inbox.owner); another approver"
              + names
              + " has to confirm what "
              + proposal.who()
              + " proposed.");
    }
    if (PersonNames.areSame(act.who(), file.submittedBy())) {
      throw new ActRefusedException(
          ActRefusedException.Why.PERSON,
          act.who()
              + " submitted the file "
              + file.name()
              + "; another approver"
              + names
              + " has to confirm what "
              + proposal.who()
              + " proposed.");
    }
    if (!rules.approvers().contains(act.who())) {
      throw new ActRefusedException(
          ActRefusedException.Why.PERSON,
          act.who()
              + " is not among those who may approve, payout.approval.approvers; "
              + proposal.who()
              + " proposed this, and another approver"
              + names
              + " has to confirm it.");
    }
  }

  private List<String> others(FileRecord file, String who) {
    return rules.approvers().stream()
        .filter(name -> !PersonNames.areSame(name, who))
        .filter(name -> !PersonNames.areSame(name, rules.owner(file.inbox())))
        .filter(name -> !PersonNames.areSame(name, file.submittedBy()))
        .toList();
  }

  /**
   * The decision.
   *
   * @param go whether the lines may get their result now
   * @param text for the audit trail when they may; otherwise for the operator
   * @param work records the proposal, or that it is confirmed
   */
  record Answer(boolean go, String text, ActPlan.Work work) {

    private static final Answer GO = new Answer(true, "", ActPlan.Work.NONE);
  }
}
