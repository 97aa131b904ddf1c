package payout.route;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import payout.batch.Money;
import payout.batch.Payer;
import payout.config.AcceptanceSettings;
import payout.config.EndpointUri;
import payout.config.LimitSettings;
import payout.config.Settings;
import payout.config.SigningSettings;
import payout.gateway.KeyFingerprint;
import payout.gateway.SignType;

/**
 * The settings that all nodes of a payer must have alike, because any of them may take a file in,
 * send its batches and write its results: who pays, how it is signed and where to, what needs an
 * approval, the limits, and what output files look like.
 */
public final class CommonValues {

  private final Map<String, String> values = new LinkedHashMap<>();

  private CommonValues() {}

  /** By the name of the setting, as texts; accounts, names and keys as fingerprints behind a #. */
  public static Map<String, String> of(Settings settings) {
    CommonValues all = new CommonValues();
    all.addPayer(settings.payer());
    all.addKeys(settings.signing());
    all.addLimits(settings.limits());
    all.addAcceptance(settings.acceptance());
    all.addInboxes(settings);
    all.add("payout.inbox.on-invalid-line", written(settings.inbox().onInvalidLine()));
    all.add("payout.archive.keep-days", settings.inbox().archiveKeepDays());
    all.add("payout.ledger.standby", written(settings.ledger().standby()));
    all.add("payout.notify.verify", settings.notification().verify());
    all.add("payout.outbox.uri", settings.outbox().endpoint());
    all.add("payout.outbox.charset", settings.outbox().charset());
    all.add("payout.outbox.done-file", settings.outbox().doneFile());
    all.add("payout.outbox.xlsx", settings.outbox().xlsx());
    all.add("payout.statement.apply", written(settings.statements().apply()));
    all.add("payout.language", written(settings.outbox().language()));
    return all.values;
  }

  /**
   * Those by which the acts of an operator go; a command may have other settings than the nodes.
   */
  public static Map<String, String> ofActs(Settings settings) {
    CommonValues all = new CommonValues();
    all.addAcceptance(settings.acceptance());
    all.add("payout.language", written(settings.outbox().language()));
    return all.values;
  }

  /**
   * What decides who may approve a file and how it is read, for each inbox by its address: nodes
   * that share one must read it alike, and each may have others of its own.
   */
  private void addInboxes(Settings settings) {
    List<String> owners = settings.acceptance().inboxOwners();
    List<EndpointUri> inboxes = settings.inbox().endpoints();
    for (int i = 0; i < inboxes.size(); i++) {
      EndpointUri inbox = inboxes.get(i);
      String of = " of " + (inbox.isRemote() ? inbox.toString() : inbox.folder());
      add("payout.inbox.owner" + of, owners.isEmpty() ? "" : owners.get(i));
      add("payout.inbox.charset" + of, settings.inbox().charset());
    }
  }

  private void addPayer(Payer payer) {
    hide("payout.email", payer.email());
    hide("payout.account-name", payer.accountName());
    hide("payout.buyer-account-name", payer.buyerAccountName());
    hide("payout.extend-param", payer.extendParam());
    add("payout.charset", payer.charset());
    add("payout.gateway.url", payer.gateway());
  }

  private void addKeys(SigningSettings signing) {
    SignType type = SignType.valueOf(signing.type());
    add("payout.sign-type", type);
    String own = type == SignType.MD5 ? signing.md5Key() : signing.privateKeyText();
    values.put(
        type == SignType.MD5 ? "payout.md5-key" : "payout.private-key-file",
        "#" + KeyFingerprint.ofOwn(type, own));
    values.put(
        "payout.gateway-public-key-file",
        "#" + KeyFingerprint.ofGateway(type, signing.gatewayPublicKeyText()));
  }

  private void addLimits(LimitSettings limits) {
    add("payout.batch.lines-max", limits.batchLinesMax());
    add("payout.line.refuse-formulas", limits.refuseFormulas());
    add("payout.file.lines-max", limits.fileLinesMax());
    add("payout.file.bytes-max", limits.fileBytesMax());
    add("payout.line.amount-max", limits.lineAmountMax());
    add("payout.file.amount-max", limits.fileAmountMax());
    add("payout.line.serial-bytes-max", limits.serialBytesMax());
  }

  /** An approval of every file is one from the sum 0 up. */
  private void addAcceptance(AcceptanceSettings acceptance) {
    Money from = acceptance.approvalFrom();
    add("payout.approval", from == null ? "none" : from.isZero() ? "required" : "from " + from);
    add("payout.approval.approvers", String.join(" ", acceptance.approvers()));
    add("payout.approval.expire-hours", acceptance.approvalHours());
    add(
        "payout.day.amount-max",
        acceptance.dayAmountMax() == null ? "" : acceptance.dayAmountMax());
    add("payout.day.on-limit", written(acceptance.onLimit()));
    add("payout.day.start", acceptance.dayStart());
    add("payout.repeat.days", acceptance.repeatDays());
    add("payout.repeat.hold-percent", acceptance.repeatHoldPercent());
    add(
        "payout.payee.new-amount-min",
        acceptance.newPayeeAmountMin() == null ? "" : acceptance.newPayeeAmountMin());
  }

  private static String written(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private void add(String name, Object value) {
    values.put(name, value.toString());
  }

  private void hide(String name, String value) {
    values.put(name, "#" + KeyFingerprint.ofText(value));
  }
}
