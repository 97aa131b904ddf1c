package payout.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import payout.config.Settings;
import payout.console.Console;
import payout.console.Role;
import payout.console.User;
import payout.console.UsersFile;

/**
 * A browser without JavaScript: it keeps cookies, and sends forms with the token of the page that
 * it saw last. It follows a redirect only when it is told to.
 */
public final class ConsoleClient {

  /** The password of every user of {@link #addUser}. */
  public static final String PASSWORD = "open sesame";

  /** A hash takes a tenth of a second, so all share one. */
  private static final String HASH = TestPasswords.hash(PASSWORD);

  private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"([^\"]+)\"");
  private static final String BOUNDARY = "----a-boundary-of-a-form";

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String address;
  private final Map<String, String> cookies = new TreeMap<>();
  private final Map<String, String> headers = new LinkedHashMap<>();
  private String language = "en";
  private String token = "";

  private ConsoleClient(int port) {
    this.address = "http://127.0.0.1:" + port;
  }

  /** A browser of nobody yet. */
  public static ConsoleClient of(Console console) {
    return new ConsoleClient(console.port());
  }

  /** Adds a user, whose password is {@link #PASSWORD}; the console reads the file again. */
  public static void addUser(Settings settings, String name, Role... roles) {
    new UsersFile(settings.console().usersFile()).put(new User(name, Set.of(roles), HASH, ""));
  }

  /** From now on it wishes pages in a language, such as {@code zh-CN}. */
  public ConsoleClient speaking(String tag) {
    language = tag;
    return this;
  }

  /** From now on each request has this header, as a proxy adds it. */
  public ConsoleClient through(String header, String value) {
    headers.put(header, value);
    return this;
  }

  /** Logs in and looks at the first page; fails when that does not work. */
  public ConsoleClient logIn(String name) {
    get("/login");
    Answer answer = post("/login", Map.of("user", name, "password", PASSWORD));
    if (answer.status() != 303) {
      throw new AssertionError("Log-in of " + name + ": " + answer);
    }
    get(answer.location());
    return this;
  }

  /** Asks for a page, given its path and query as they stand in an address. */
  public Answer get(String path) {
    return send(request(path).GET());
  }

  /** The same as htmx does it, to replace a part of a page. */
  public Answer getPart(String path) {
    return send(request(path).header("HX-Request", "true").GET());
  }

  /** Sends a form with the token of the page that was seen last. */
  public Answer post(String path, Map<String, String> fields) {
    return post(path, List.copyOf(fields.entrySet()));
  }

  /** The same with fields of which there may be several of one name. */
  public Answer post(String path, List<Map.Entry<String, String>> fields) {
    List<Map.Entry<String, String>> all = new ArrayList<>();
    if (fields.stream().noneMatch(each -> each.getKey().equals("token"))) {
      all.add(Map.entry("token", token));
    }
    all.addAll(fields);
    return send(
        request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(encoded(all))));
  }

  /** Sends a body as it is. */
  public Answer send(String path, String type, byte[] body) {
    return send(request(path).header("Content-Type", type).POST(BodyPublishers.ofByteArray(body)));
  }

  /** Sends a form with a file in it. */
  public Answer upload(
      String path, Map<String, String> fields, String field, String fileName, byte[] content) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("token", token);
    all.putAll(fields);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    all.forEach(
        (name, value) ->
            body.writeBytes(
                utf8(
                    "--"
                        + BOUNDARY
                        + "\r\nContent-Disposition: form-data; name=\""
                        + name
                        + "\"\r\n\r\n"
                        + value
                        + "\r\n")));
    body.writeBytes(
        utf8(
            "--"
                + BOUNDARY
                + "\r\nContent-Disposition: form-data; name=\""
                + field
                + "\"; filename=\""
                + fileName
                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n"));
    body.writeBytes(content);
    body.writeBytes(utf8("\r\n--" + BOUNDARY + "--\r\n"));
    return send(
        request(path)
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .POST(BodyPublishers.ofByteArray(body.toByteArray())));
  }

  /** Where an answer leads. */
  public Answer follow(Answer answer) {
    return get(answer.location());
  }

  /** The token of the form that was seen last; empty when no page had one. */
  public String token() {
    return token;
  }

  /** A value as it stands in an address. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String encoded(List<Map.Entry<String, String>> fields) {
    return fields.stream()
        .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + path))
            .timeout(RunningService.PATIENCE)
            .header("Accept-Language", language);
    headers.forEach(request::header);
    if (!cookies.isEmpty()) {
      request.header("Cookie", cookies());
    }
    return request;
  }

  /** Its cookies as a header has them. */
  public String cookies() {
    return cookies.entrySet().stream()
        .map(each -> each.getKey() + "=" + each.getValue())
        .collect(Collectors.joining("; "));
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<byte[]> response = CLIENT.send(request.build(), BodyHandlers.ofByteArray());
      response.headers().allValues("Set-Cookie").forEach(this::keep);
      Answer answer = new Answer(response);
      Matcher found = TOKEN.matcher(answer.body());
      token = found.find() ? found.group(1) : token;
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void keep(String cookie) {
    String[] parts = cookie.split(";", 2);
    int at = parts[0].indexOf('=');
    String name = parts[0].substring(0, at);
    if (cookie.contains("Max-Age=0")) {
      cookies.remove(name);
    } else {
      cookies.put(name, parts[0].substring(at + 1));
    }
  }

  /** What was answered. */
  public record Answer(HttpResponse<byte[]> response) {

    /** The HTTP status. */
    public int status() {
      return response.statusCode();
    }

    /** The body as it came. */
    public byte[] bytes() {
      return response.body();
    }

    /** The body as text, with its tags. */
    public String body() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    /** What a person reads: without tags, entities resolved, blanks as one. */
    public String text() {
      return body()
          .replaceAll("(?s)<(script|style)\\b.*?</\\1>", " ")
          .replaceAll("<[^>]*>", " ")
          .replace("&lt;", "<")
          .replace("&gt;", ">")
          .replace("&#34;", "\"")
          .replace("&#39;", "'")
          .replace("&amp;", "&")
          .replaceAll("\\s+", " ")
          .strip();
    }

    /** A header; empty when it is missing. */
    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    /** Where it leads; empty for no redirect. */
    public String location() {
      return header("Location");
    }

    /** The path that was asked for, with its query. */
    public String asked() {
      return response.uri().toString();
    }

    @Override
    public String toString() {
      return status() + " " + location() + " " + text();
    }
  }
}
