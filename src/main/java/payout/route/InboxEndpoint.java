package payout.route;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import payout.config.EndpointUri;
import payout.config.InboxSettings;
import payout.config.OutboxSettings;

/**
 * Turns an inbox or outbox of the settings into a Camel endpoint with the options that keep the
 * promises: no file is taken twice, none is overwritten, and none is seen half-written.
 */
final class InboxEndpoint {

  private InboxEndpoint() {}

  /**
   * The consumer of an inbox.
   *
   * @param archive the name of its {@link InboxArchive} in the registry
   */
  static String consumer(EndpointUri endpoint, InboxSettings inbox, String archive) {
    return consumer(endpoint, inbox, archive, Map.of("pollStrategy", "#readableFolder"));
  }

  private static String consumer(
      EndpointUri endpoint, InboxSettings inbox, String archive, Map<String, String> more) {
    Map<String, String> options = options(endpoint);
    options.putAll(consuming(inbox, archive));
    options.putAll(more);
    if (endpoint.isRemote()) {
      // A server that does not answer or refuses the login is polled less often, but indefinitely.
      options.put("backoffErrorThreshold", "1");
      options.put("backoffMultiplier", "10");
    }
    return endpoint.with(options).toUri();
  }

  /**
   * The consumer of the folder {@code check} in an inbox, with the same options. On a server the
   * folder exists only if somebody created it; on this machine a deleted one raises no alarm.
   */
  static String check(EndpointUri endpoint, InboxSettings inbox, String archive) {
    Map<String, String> options = new LinkedHashMap<>(endpoint.options());
    if (endpoint.isRemote()) {
      options.remove("autoCreate");
    }
    return consumer(endpoint.check().with(options), inbox, archive, Map.of());
  }

  /** The consumer of the folder of approval files. */
  static String approvals(Path folder, InboxSettings inbox, String archive) {
    Map<String, String> options = consuming(inbox, archive);
    options.put("include", ".*[.]approve");
    options.put("pollStrategy", "#readableFolder");
    return EndpointUri.local(folder.toString(), options).toUri();
  }

  /** The consumer of the folder of statements of the account. */
  static String statements(Path folder, InboxSettings inbox, String archive) {
    Map<String, String> options = consuming(inbox, archive);
    options.put("pollStrategy", "#readableFolder");
    return EndpointUri.local(folder.toString(), options).toUri();
  }

  /** The producer of the outbox; what it writes has a hidden name, and gets its own later. */
  static String producer(OutboxSettings outbox) {
    return producer(outbox, Map.of());
  }

  /** The producer of reports on files that are only checked, which it names itself. */
  static String reports(OutboxSettings outbox) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("tempFileName", ".${file:onlyname}.${exchangeId}.part");
    if (outbox.endpoint().isRemote()) {
      // The other choices make Camel delete a file; the rename refuses to overwrite.
      options.put("fileExist", "TryRename");
    } else {
      options.put("fileExist", "Override");
      options.put("eagerDeleteTargetFile", "false");
    }
    return producer(outbox, options);
  }

  private static String producer(OutboxSettings outbox, Map<String, String> more) {
    EndpointUri endpoint = outbox.endpoint();
    Map<String, String> options = options(endpoint);
    options.putAll(more);
    if (!endpoint.isRemote() && FolderModes.areKept(endpoint.folder(), outbox.fileMode())) {
      options.putIfAbsent("chmod", outbox.fileMode());
    }
    return endpoint.with(options).toUri();
  }

  /** How every folder is polled: Camel itself skips, locks, deletes and moves nothing. */
  private static Map<String, String> consuming(InboxSettings inbox, String archive) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("delay", Long.toString(inbox.pollMs()));
    options.put("initialDelay", "0");
    options.put("idempotent", "false");
    options.put("readLock", "none");
    options.put("exceptionHandler", "#inboxTrouble");
    options.put("processStrategy", "#" + archive);
    options.put("onCompletionExceptionHandler", "#inboxTrouble");
    return options;
  }

  /** Nothing is created on a server by default: a mistyped folder would become a new one. */
  private static Map<String, String> options(EndpointUri endpoint) {
    Map<String, String> options = new LinkedHashMap<>();
    if (endpoint.isRemote()) {
      options.put("autoCreate", "false");
    }
    options.putAll(endpoint.options());
    if (endpoint.isRemote()) {
      options.remove("chmod"); // SftpFolders takes it from the settings
    }
    return options;
  }
}
