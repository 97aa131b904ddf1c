package payout.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import payout.batch.Language;
import payout.batch.Money;
import payout.batch.OutboxCharset;
import payout.batch.Payer;

/**
 * All settings, sound and sealed: whoever holds one may rely on every value.
 *
 * @param kind what the money is: real, or a simulator's
 * @param home where everything lies; that of a sandbox is a folder of its own
 * @param payer who pays through which gateway; what is not set is empty, which happens only where
 *     nothing is sent
 * @param notification where the notify comes in; Java reserves the name notify itself
 * @param camel keys for Camel that the settings file passes through, none of them in the table
 */
public record Settings(
    Kind kind,
    Home home,
    Payer payer,
    Signing signing,
    Gateway gateway,
    Notify notification,
    Inbox inbox,
    Limits limits,
    Acceptance acceptance,
    Outbox outbox,
    LedgerSettings ledger,
    Alarms alarms,
    Management management,
    Language language,
    Map<String, String> camel) {

  public Settings {
    camel = Map.copyOf(camel);
  }

  /** Real money or the simulator's. A ledger is stamped with it. */
  public enum Kind {
    PRODUCTION,
    SANDBOX
  }

  /** How it is known that a file is complete. */
  public enum Ready {
    /** Its last change is long enough ago. */
    AGE,
    /** A file of the same name with {@code .done} behind it lies beside it. */
    DONE_FILE
  }

  /** What a line with a fault does. */
  public enum OnInvalidLine {
    REJECT_FILE,
    REJECT_LINE
  }

  /**
   * How requests are signed and notifies are checked.
   *
   * @param type {@code RSA}, {@code DSA} or {@code MD5}
   * @param md5Key the secret of MD5; empty for the others
   * @param privateKeyText our private key as its file holds it; empty for MD5
   * @param gatewayPublicKeyText the gateway's public key as its file holds it; empty for MD5
   */
  public record Signing(
      String type, String md5Key, String privateKeyText, String gatewayPublicKeyText) {

    /** The type alone: the rest is secret or long. */
    @Override
    public String toString() {
      return type;
    }
  }

  /** The gateway and how patient we are with it. */
  public record Gateway(
      URI url,
      int connectTimeoutMs,
      int readTimeoutMs,
      int inFlightMax,
      long resendDelayMs,
      long resendDelayMaxMs,
      long pauseMs) {}

  /**
   * Where the gateway's notify comes in.
   *
   * @param url what the gateway is told to call; empty where nothing is sent and it is not set
   * @param port where it is served; 0 for any free port
   * @param proxies through which it comes, so that many callers have one address
   */
  public record Notify(
      URI url, String host, int port, String path, boolean verify, List<AddressRange> proxies) {}

  /**
   * Where payout files come from.
   *
   * @param endpoints at least one; folders of this machine are absolute
   * @param charset {@code auto} or the canonical name of a charset
   * @param archiveKeepDays how long settled and refused files are kept; 0 for ever
   */
  public record Inbox(
      List<EndpointUri> endpoints,
      long pollMs,
      Ready ready,
      long ageMinMs,
      String charset,
      OnInvalidLine onInvalidLine,
      int archiveKeepDays) {

    public Inbox {
      endpoints = List.copyOf(endpoints);
    }

    /** The name of an inbox in acks, metrics and logs: inbox, inbox-2, … */
    public static String name(int index) {
      return index == 0 ? "inbox" : "inbox-" + (index + 1);
    }
  }

  /** What a line, a file and a batch may hold at most. */
  public record Limits(
      int batchLinesMax,
      boolean refuseFormulas,
      long fileLinesMax,
      long fileBytesMax,
      Money lineAmountMax,
      Money fileAmountMax,
      int serialBytesMax) {}

  /** What a file over the limit of the day waits for. */
  public enum OnLimit {
    /** A person. */
    HOLD,
    /** A later day with room for it, or a person before. */
    NEXT_DAY
  }

  /** Which files a second person has to approve. */
  public enum ApprovalOf {
    /** None, unless payout.approval.amount-min says from which sum on. */
    NONE,
    /** Every one. */
    REQUIRED
  }

  /**
   * What a sound file waits for before it is taken.
   *
   * @param dayAmountMax the most that one day of China pays; null for no limit
   * @param approvalFrom the smallest sum of a file that has to be approved; null when none has to
   * @param approvers who may approve
   * @param approvalHours how long a file waits for that
   * @param approvalFolder the folder of approval files, absolute; null for none
   * @param inboxOwners a name for each inbox; empty where nobody is named
   */
  public record Acceptance(
      Money dayAmountMax,
      OnLimit onLimit,
      Money approvalFrom,
      List<String> approvers,
      int approvalHours,
      Path approvalFolder,
      List<String> inboxOwners) {

    public Acceptance {
      approvers = List.copyOf(approvers);
      inboxOwners = List.copyOf(inboxOwners);
    }
  }

  /**
   * Where results go.
   *
   * @param endpoint a folder of this machine is absolute
   * @param doneFile whether {@code <name>.done} is put beside each file
   * @param fileMode the mode of files on this machine, three octal digits
   */
  public record Outbox(
      EndpointUri endpoint, OutboxCharset charset, boolean doneFile, String fileMode) {}

  /**
   * The ledger's database.
   *
   * @param url a JDBC address; the path of an SQLite file is absolute
   */
  public record LedgerSettings(String url, String user, String password) {

    /** The address alone. */
    @Override
    public String toString() {
      return AddressForms.withoutLogin(url);
    }
  }

  /**
   * From when on batches that stand still are an alarm.
   *
   * @param unknownAfterMs how long a batch may be UNKNOWN or HELD
   * @param notifyAfterMs how long a TAKEN batch may be without any notify
   */
  public record Alarms(long unknownAfterMs, long notifyAfterMs) {}

  /** Where health and metrics are served; port 0 for any free port. */
  public record Management(String host, int port) {}

  /** What and where, and no value: some are secret. */
  @Override
  public String toString() {
    return Forms.written(kind) + " settings of " + home.root();
  }
}
