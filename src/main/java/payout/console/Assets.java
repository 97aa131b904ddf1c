package payout.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What pages load: our style sheet, our script, htmx. Nothing comes from another host. */
final class Assets {

  private static final String CACHE = "public, max-age=3600";

  private static final Map<String, String> RESOURCES =
      Map.of(
          "/assets/console.css", "/payout/console/console.css",
          "/assets/console.js", "/payout/console/console.js",
          "/assets/htmx.min.js", "/META-INF/resources/webjars/htmx.org/2.0.8/dist/htmx.min.js");

  private Assets() {}

  static List<Endpoint> endpoints() {
    List<Endpoint> endpoints = new ArrayList<>();
    RESOURCES.forEach(
        (path, resource) -> {
          byte[] bytes = read(resource);
          String type = path.endsWith(".css") ? "text/css" : "text/javascript";
          endpoints.add(
              Endpoint.open(
                  "GET",
                  path,
                  visit ->
                      Reply.bytes(200, type + "; charset=utf-8", bytes)
                          .with("Cache-Control", CACHE)));
        });
    return endpoints;
  }

  private static byte[] read(String resource) {
    try (InputStream in = Assets.class.getResourceAsStream(resource)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("The resource " + resource + " cannot be read.", e);
    }
  }
}
