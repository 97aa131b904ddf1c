package payout.config;

import java.nio.charset.CharsetEncoder;
import java.util.List;
import payout.batch.RequestCharset;

/** What must hold between two settings. A setting with a fault of its own takes no part. */
final class Rules {

  private static final List<Setting<String>> SENT_TEXTS =
      List.of(
          SendingSettings.EMAIL,
          SendingSettings.ACCOUNT_NAME,
          SendingSettings.BUYER_ACCOUNT_NAME,
          SendingSettings.EXTEND_PARAM);

  private final Values values;
  private final Faults faults;

  Rules(Values values, Faults faults) {
    this.values = values;
    this.faults = faults;
  }

  void check() {
    values.find(SendingSettings.CHARSET).ifPresent(this::sentTextsAreEncodable);
    theLongestResendDelayIsTheLongest();
    portsDiffer(SendingSettings.NOTIFY_PORT, ServiceSettings.MANAGEMENT_PORT);
    aPostgresqlLedgerHasAUser();
    anInboxHasOneOwner();
    somebodyCanApprove();
  }

  /** The simulator listens as well. */
  void checkSandbox() {
    portsDiffer(SendingSettings.NOTIFY_PORT, ServiceSettings.SANDBOX_PORT);
    portsDiffer(ServiceSettings.MANAGEMENT_PORT, ServiceSettings.SANDBOX_PORT);
  }

  /** A letter that the charset lacks would go out as a question mark: another account, or none. */
  private void sentTextsAreEncodable(RequestCharset charset) {
    CharsetEncoder encoder = charset.newEncoder();
    for (Setting<String> setting : SENT_TEXTS) {
      String text = values.text(setting);
      if (!encoder.canEncode(text)) {
        faults.add(
            setting
                + " is \""
                + Faults.printable(text)
                + "\", but payout.charset="
                + charset
                + " lacks a letter of it.");
      }
    }
  }

  private void theLongestResendDelayIsTheLongest() {
    long first = values.find(SendingSettings.GATEWAY_RESEND_DELAY_MS).orElse(0L);
    long longest = values.find(SendingSettings.GATEWAY_RESEND_DELAY_MAX_MS).orElse(Long.MAX_VALUE);
    if (longest < first) {
      faults.add(
          SendingSettings.GATEWAY_RESEND_DELAY_MAX_MS
              + " is "
              + longest
              + "; it must be no less than "
              + SendingSettings.GATEWAY_RESEND_DELAY_MS
              + ", which is "
              + first
              + ".");
    }
  }

  private void portsDiffer(Setting<Integer> one, Setting<Integer> other) {
    int port = values.find(one).orElse(0);
    if (port != 0 && port == values.find(other).orElse(0)) {
      faults.add(one + " and " + other + " are both " + port + "; each needs a port of its own.");
    }
  }

  private void anInboxHasOneOwner() {
    int owners = owners().size();
    int inboxes = values.find(FileSettings.INBOX_URI).map(List::size).orElse(owners);
    if (owners > 0 && owners != inboxes) {
      faults.add(
          AcceptanceSettings.INBOX_OWNER
              + " names "
              + owners
              + " and "
              + FileSettings.INBOX_URI
              + " has "
              + inboxes
              + "; each inbox needs one owner.");
    }
  }

  /** Files that nobody could ever approve would all expire. */
  private void somebodyCanApprove() {
    boolean asked =
        values.find(AcceptanceSettings.APPROVAL).orElse(Settings.ApprovalOf.NONE)
                == Settings.ApprovalOf.REQUIRED
            || values.find(AcceptanceSettings.APPROVAL_AMOUNT_MIN).isPresent();
    if (!asked) {
      return;
    }
    List<String> approvers = values.find(AcceptanceSettings.APPROVAL_APPROVERS).orElse(List.of());
    boolean hasFolder = values.find(AcceptanceSettings.APPROVAL_FOLDER).isPresent();
    if (approvers.isEmpty() && !hasFolder) {
      faults.add(
          AcceptanceSettings.APPROVAL_APPROVERS
              + " is missing; where files have to be approved, it must name who may do that, or "
              + AcceptanceSettings.APPROVAL_FOLDER
              + " the folder of approval files.");
    }
    if (owners().isEmpty()) {
      faults.add(
          AcceptanceSettings.INBOX_OWNER
              + " is missing; where files have to be approved, it must name the person of each"
              + " inbox, who cannot approve what came through it.");
    }
    for (String owner : owners()) {
      if (!hasFolder
          && !approvers.isEmpty()
          && approvers.stream().allMatch(owner::equalsIgnoreCase)) {
        faults.add(
            AcceptanceSettings.APPROVAL_APPROVERS
                + " names nobody but "
                + Faults.printable(owner)
                + ", who owns an inbox (payout.inbox.owner); it must name another person as well.");
      }
    }
  }

  private List<String> owners() {
    return values.find(AcceptanceSettings.INBOX_OWNER).orElse(List.of());
  }

  private void aPostgresqlLedgerHasAUser() {
    boolean needed =
        values.find(ServiceSettings.LEDGER_URL).map(LedgerUrl::isPostgresql).orElse(false);
    if (needed && values.text(ServiceSettings.LEDGER_USER).isEmpty()) {
      faults.add(ServiceSettings.LEDGER_USER + " is missing; a PostgreSQL ledger needs one.");
    }
  }
}
