package payout.route;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import payout.config.EndpointUri;
import payout.config.Settings;

/**
 * Makes an inbox or outbox of the settings a Camel endpoint with the options by which the promises
 * hold: no file is taken twice, none is overwritten, none is seen half.
 */
final class InboxEndpoint {

  private InboxEndpoint() {}

  /** The name of an inbox in acks, logs and metrics, by its place in the setting, from 0. */
  static String name(int place) {
    return place == 0 ? "inbox" : "inbox-" + (place + 1);
  }

  /** The consumer of the folder of approval files. */
  static String approvals(Path folder, Settings.Inbox inbox) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("include", ".*[.]approve");
    options.put("delay", Long.toString(inbox.pollMs()));
    options.put("initialDelay", "0");
    options.put("filter", "#approvalFilter");
    options.put("sortBy", "file:modified");
    options.put("idempotent", "false");
    options.put("readLock", "none");
    options.put("exceptionHandler", "#inboxTrouble");
    options.put("processStrategy", "#inboxArchive");
    options.put("onCompletionExceptionHandler", "#inboxTrouble");
    return with(new EndpointUri("file", folder.toString(), Map.of()).toUri(), "", options);
  }

  /** The consumer of an inbox. */
  static String consumer(String uri, Settings.Inbox inbox) {
    return consumer(uri, inbox, "");
  }

  /** The consumer of a folder beneath an inbox, under the same options. */
  static String consumer(String uri, Settings.Inbox inbox, String beneath) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("delay", Long.toString(inbox.pollMs()));
    options.put("initialDelay", "0");
    options.put("filter", "#inboxFilter");
    options.put("sortBy", "file:modified");
    options.put("idempotent", "false");
    options.put("readLock", "none");
    options.put("exceptionHandler", "#inboxTrouble");
    options.put("processStrategy", "#inboxArchive");
    options.put("onCompletionExceptionHandler", "#inboxTrouble");
    if (inbox.ready() == Settings.Ready.DONE_FILE) {
      options.put("doneFileName", "${file:name}.done");
    }
    return with(uri, beneath, options);
  }

  /** The producer of the outbox. */
  static String producer(String uri) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("tempFileName", ".${file:onlyname}.part");
    options.put("fileExist", "Override");
    options.put("eagerDeleteTargetFile", "false");
    options.put("forceWrites", "true");
    return with(uri, "", options);
  }

  private static String with(String uri, String beneath, Map<String, String> options) {
    EndpointUri endpoint = EndpointUri.of(uri);
    StringJoiner query = new StringJoiner("&");
    endpoint.options().forEach((name, value) -> query.add(name + "=" + value));
    options.forEach((name, value) -> query.add(name + "=" + value));
    return new EndpointUri(endpoint.scheme(), endpoint.directory() + beneath, Map.of()).toUri()
        + "?"
        + query;
  }
}
