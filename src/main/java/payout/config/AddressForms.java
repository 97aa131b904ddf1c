package payout.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/** The forms of addresses: the gateway's, our own for the notify, hosts and paths. */
final class AddressForms {

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]|\\[0:0:0:0:0:0:0:1]");
  private static final Pattern HOST = Pattern.compile("[0-9A-Za-z.:\\-_\\[\\]]{1,255}");
  private static final Pattern SERVED_PATH = Pattern.compile("/[0-9A-Za-z._~/\\-]*");
  private static final Pattern LOGIN = Pattern.compile("//[^/?#]*@");
  private static final Pattern TAIL = Pattern.compile("[?#].*", Pattern.DOTALL);

  private AddressForms() {}

  static Form<URI> gateway() {
    return Form.of(
            "an https address with a path and no query, http only to this machine (localhost,"
                + " 127.0.0.1, ::1)",
            AddressForms::gateway)
        .showing(AddressForms::withoutLogin);
  }

  /** Plain http is accepted too: the gateway's document uses it, and every notify is signed. */
  static Form<URI> notifyUrl() {
    return Form.of(
            "the http or https address at which the gateway reaches this machine, with no query",
            AddressForms::address)
        .showing(AddressForms::withoutLogin);
  }

  /** Where people reach a page of ours. */
  static Form<URI> webUrl() {
    return Form.of(
            "the http or https address at which people reach the console, with no query",
            AddressForms::address)
        .showing(AddressForms::withoutLogin);
  }

  /** A robot's address has its key in the path or the query, so nothing of it is ever shown. */
  static Form<URI> webhook() {
    return Form.of(
            "an https address, http only to this machine (localhost, 127.0.0.1, ::1)",
            AddressForms::webhook)
        .showing(value -> "…");
  }

  /** A server that is connected to. */
  static Form<String> mailHost() {
    return Form.text("a host name or an address", text -> HOST.matcher(text).matches());
  }

  /** Where traces are sent. */
  static Form<URI> collector() {
    return Form.of(
            "the http or https address of a collector such as http://127.0.0.1:4318/v1/traces,"
                + " with no query",
            AddressForms::address)
        .showing(AddressForms::withoutLogin);
  }

  static Form<String> host() {
    return Form.text(
        "a host name or an address, 0.0.0.0 for all of this machine's",
        text -> HOST.matcher(text).matches());
  }

  static Form<String> servedPath() {
    return Form.of(
        "a path that starts with / and contains only letters, digits and . _ ~ - /",
        AddressForms::servedPath);
  }

  /** The value without user, password and query, which may all be secrets. */
  static String withoutLogin(String value) {
    String host = LOGIN.matcher(value).replaceAll("//…@");
    return TAIL.matcher(host).replaceAll("?…");
  }

  private static URI gateway(String text) throws RefusedValueException {
    URI uri = address(text);
    if (uri.getScheme().equalsIgnoreCase("http") && !isLoopback(uri)) {
      throw new RefusedValueException(
          "only https proves that the answers come from the gateway, so http is allowed for this"
              + " machine only");
    }
    if (uri.getRawPath().length() < 2) {
      throw new RefusedValueException("the path is missing");
    }
    refuseProxy(uri.getRawPath());
    return uri;
  }

  private static URI webhook(String text) throws RefusedValueException {
    URI uri = web(text);
    if (uri.getRawFragment() != null) {
      throw new RefusedValueException("it must not contain #");
    }
    if (uri.getScheme().equalsIgnoreCase("http") && !isLoopback(uri)) {
      throw new RefusedValueException(
          "only https keeps its key and what is told from others, so http is allowed for this"
              + " machine only");
    }
    return uri;
  }

  private static URI address(String text) throws RefusedValueException {
    URI uri = web(text);
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new RefusedValueException("it must not contain ? or #");
    }
    return uri;
  }

  /** An address of a web server, without a login in it. */
  private static URI web(String text) throws RefusedValueException {
    URI uri = parse(text);
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      throw new RefusedValueException("it does not start with https://");
    }
    if (uri.getHost() == null || uri.getPort() > 65535) {
      throw new RefusedValueException("it names no host");
    }
    if (uri.getRawUserInfo() != null) {
      throw new RefusedValueException("an address must not contain a user or a password");
    }
    return uri;
  }

  private static URI parse(String text) throws RefusedValueException {
    try {
      URI uri = new URI(text);
      if (!uri.toASCIIString().equals(text)) {
        throw new RefusedValueException("it contains characters that an address cannot contain");
      }
      return uri;
    } catch (URISyntaxException notAnAddress) {
      throw new RefusedValueException("it is not an address");
    }
  }

  private static boolean isLoopback(URI uri) {
    return isLoopback(uri.getHost());
  }

  /** Whether only this machine reaches a host; an IPv6 address may stand in brackets or not. */
  static boolean isLoopback(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return LOOPBACK.matcher(lower).matches() || LOOPBACK.matcher("[" + lower + "]").matches();
  }

  private static String servedPath(String text) throws RefusedValueException {
    if (!SERVED_PATH.matcher(text).matches()) {
      throw new RefusedValueException();
    }
    refuseProxy(text);
    return text;
  }

  /** Under such a path Camel's HTTP server becomes an open proxy (CVE-2026-85316). */
  private static void refuseProxy(String path) throws RefusedValueException {
    if (path.toLowerCase(Locale.ROOT).startsWith("/proxy")) {
      throw new RefusedValueException("a path that starts with /proxy would open a proxy");
    }
  }
}
