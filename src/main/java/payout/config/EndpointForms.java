package payout.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The forms of inbox and outbox: endpoints whose options cannot break what the product promises.
 */
final class EndpointForms {

  private EndpointForms() {}

  static Form<List<EndpointUri>> inboxes() {
    return Form.of(
            "one or more endpoints such as file:inbox or sftp://user@host:22/inbox, separated by"
                + " spaces (a space in a path is written %20)",
            EndpointForms::inboxes)
        .showing(EndpointForms::withoutLogins);
  }

  static Form<EndpointUri> outbox() {
    return Form.of(
            "one endpoint such as file:outbox or sftp://user@host:22/outbox (a space in a path"
                + " is written %20)",
            text -> endpoint(text, Options.OUTBOX))
        .showing(EndpointForms::withoutLogins);
  }

  private static List<EndpointUri> inboxes(String text) throws RefusedValueException {
    List<EndpointUri> inboxes = new ArrayList<>();
    for (String each : text.split("\\s+")) {
      inboxes.add(endpoint(each, Options.INBOX));
    }
    return List.copyOf(inboxes);
  }

  private static EndpointUri endpoint(String text, Options allowed) throws RefusedValueException {
    refuseIndirection(text);
    EndpointUri endpoint = EndpointUri.parse(text);
    for (String option : endpoint.options().keySet()) {
      allowed.check(option, endpoint.isRemote());
    }
    refuseChmod(endpoint);
    return endpoint;
  }

  /** A server uses an octal mode, this machine a symbolic one. */
  private static void refuseChmod(EndpointUri endpoint) throws RefusedValueException {
    String mode = endpoint.options().get("chmod");
    if (endpoint.isRemote() && mode != null && !mode.matches("0?[0-7]{3}")) {
      throw new RefusedValueException("chmod on a server is three digits from 0 to 7, such as 640");
    }
  }

  /** These checks never see what Camel would replace at start. */
  private static void refuseIndirection(String text) throws RefusedValueException {
    if (text.chars().anyMatch(Character::isWhitespace)) {
      throw new RefusedValueException("a space in a path is written %20");
    }
    for (String marker : List.of("{{", "${", "$simple{", "RAW(", "RAW{", "#")) {
      if (text.contains(marker)) {
        throw new RefusedValueException(
            "write it in full: {{…}}, ${…}, RAW(…) and #bean are not replaced");
      }
    }
  }

  private static String withoutLogins(String value) {
    return Arrays.stream(value.split("\\s+"))
        .map(AddressForms::withoutLogin)
        .collect(Collectors.joining(" "));
  }

  /**
   * The options that an endpoint of the settings may have.
   *
   * <p>A list of what is allowed, not of what is refused: an unexpected option could make a file be
   * read twice, be lost, or be read half-written. The reasons are for options that operators are
   * likely to try.
   */
  private enum Options {
    INBOX(Set.of("include", "exclude", "includeExt", "excludeExt", "autoCreate")),
    OUTBOX(Set.of("chmod", "autoCreate"));

    private static final Map<String, String> REASONS = reasons();

    private final Set<String> allowed;

    Options(Set<String> allowed) {
      this.allowed = allowed;
    }

    /**
     * Refuses an option that is not allowed; those of a login are removed before.
     *
     * @param remote whether the endpoint is on a server
     */
    void check(String option, boolean remote) throws RefusedValueException {
      if (!allowed.contains(option)) {
        throw new RefusedValueException(
            "the option " + Faults.printable(option) + " is refused: " + reason(option, remote));
      }
    }

    private String reason(String option, boolean remote) {
      String lower = option.toLowerCase(Locale.ROOT);
      return REASONS.entrySet().stream()
          .filter(entry -> lower.matches(entry.getKey()))
          .map(Map.Entry::getValue)
          .findFirst()
          .orElseGet(() -> "allowed are " + String.join(", ", names(remote)));
    }

    private Set<String> names(boolean remote) {
      Set<String> names = new TreeSet<>(allowed);
      names.addAll(remote ? SftpAddress.LOGIN : Set.of());
      return names;
    }

    /** Patterns over the option's name in lower case; the first that matches gives the reason. */
    private static Map<String, String> reasons() {
      Map<String, String> reasons = new LinkedHashMap<>();
      reasons.put("noop", "a file that stays in the inbox would be read again and again");
      reasons.put(
          "delete",
          "a file that was read moves to .done or .rejected; payout.archive.keep-days decides how long it stays");
      reasons.put(
          "move|premove|movefailed|moveexisting.*",
          "taken files move to .done and refused ones to .rejected, and nothing is overwritten");
      reasons.put(
          "idempotent.*|inprogressrepository", "the ledger alone records which files were taken");
      reasons.put(
          "readlock.*|exclusivereadlockstrategy|processstrategy",
          "payout.inbox.ready decides when a file is complete");
      reasons.put("donefilename", "use payout.inbox.ready=done-file");
      reasons.put(
          "fileexist|tempprefix|tempfilename|eagerdeletetargetfile|appendchars|allownullbody"
              + "|checksumfilealgorithm|checksumwritefile|forcewrites|filename|keeplastmodified",
          "every file in the outbox appears whole, once, under a name of the program");
      reasons.put("filter.*|ant.*|sorter|presort", "use include or exclude, which need no bean");
      reasons.put(
          "recursive|mindepth|maxdepth|flatten|includehidden.*",
          "folders inside the inbox, such as .done, belong to the program");
      reasons.put("charset", "use payout.inbox.charset and payout.outbox.charset");
      reasons.put(
          "localworkdirectory|streamdownload|stepwise|buffersize|extendedattributes|probecontenttype",
          "the program decides how a file is read");
      reasons.put(
          "startingdirectorymust.*|directorymustexist|jailstartingdirectory",
          "use autoCreate=false for a folder that must exist");
      reasons.put(
          "knownhosts|knownhostsuri|autocreateknownhostsfile",
          "the server's key is always checked, against the file that knownHostsFile names");
      reasons.put(
          "privatekey|privatekeyuri|keypair|preferredauthentications",
          "the login is privateKeyFile or password");
      reasons.put(
          "disconnect.*|download|uselist|throwexceptiononconnectfailed|ignorefilenotfound.*"
              + "|maximumreconnectattempts|reconnectdelay|fastexistscheck|sendnoop|connecttimeout"
              + "|sotimeout|serveralive.*|bulkrequests|separator|jschlogginglevel",
          "the program decides how it talks to the server");
      reasons.put("delay|initialdelay|usefixeddelay|timeunit", "use payout.inbox.poll-ms");
      reasons.put(
          "greedy|repeatcount|.*maxmessagesperpoll|schedule.*|startscheduler|backoff.*|pollstrategy"
              + "|sendemptymessagewhenidle|runlogginglevel|shuffle|sortby|browselimit",
          "the program decides when and in which order it reads the inbox");
      reasons.put(
          "bridgeerrorhandler|.*exceptionhandler|exchangepattern|synchronous|lazystartproducer",
          "the program decides what happens after an error");
      return reasons;
    }
  }
}
