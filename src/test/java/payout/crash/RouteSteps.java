package payout.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.apache.camel.Processor;
import org.apache.camel.spi.DataFormat;

/**
 * Runs routes of the product on the calling thread, in the order of the YAML that Camel loads:
 * beans, choices, splits, catches. What Camel would send over the net or to a queue is a step that
 * the simulation gives.
 *
 * <p>Camel itself hands every {@link Throwable} to the route's own catches. Here a {@link PowerCut}
 * leaves the route at once, as the end of a process does.
 */
final class RouteSteps {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Map<String, JsonNode> ROUTES = new HashMap<>();
  private static final Map<String, JsonNode> CATCHES = new HashMap<>();

  static {
    try (Stream<Path> files = Files.list(Path.of("routes"))) {
      files.filter(Files::isRegularFile).forEach(RouteSteps::read);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final CamelContext camel;
  private final Map<String, Object> beans = new HashMap<>();
  private final Map<String, String> properties = new HashMap<>();
  private final Map<String, Processor> replaced = new HashMap<>();
  private final Map<String, Consumer<Throwable>> watchers = new HashMap<>();
  private Consumer<Exchange> partBegins = part -> {};
  private Part partEnds = (part, failed) -> {};

  RouteSteps(CamelContext camel) {
    this.camel = camel;
  }

  RouteSteps bean(String name, Object bean) {
    beans.put(name, bean);
    return this;
  }

  /** What a placeholder {@code {{name}}} stands for. */
  RouteSteps property(String name, String value) {
    properties.put(name, value);
    return this;
  }

  /** What a step does here, such as one that calls an endpoint. */
  RouteSteps step(String id, Processor instead) {
    replaced.put(id, instead);
    return this;
  }

  /** Hears of what a catch of a route handles. */
  RouteSteps watch(String catchId, Consumer<Throwable> watcher) {
    watchers.put(catchId, watcher);
    return this;
  }

  /** Hears of each part of a split: when it begins, and when it ends without the process. */
  RouteSteps parts(Consumer<Exchange> begins, Part ends) {
    partBegins = begins;
    partEnds = ends;
    return this;
  }

  /** Runs a route; what no catch of it handles is thrown. */
  void run(String routeId, Exchange exchange) throws Exception {
    JsonNode route = ROUTES.get(routeId);
    try {
      steps(route.at("/from/steps"), exchange);
    } catch (PowerCut cut) {
      throw cut;
    } catch (Exception | Error e) {
      exchange.setProperty(Exchange.EXCEPTION_CAUGHT, e);
      JsonNode configuration = CATCHES.get(route.path("routeConfigurationId").asText());
      if (configuration != null) {
        catching(configuration, "onException", e, exchange);
      }
      throw e;
    }
  }

  private void steps(JsonNode steps, Exchange exchange) throws Exception {
    for (JsonNode step : steps) {
      String kind = step.fieldNames().next();
      JsonNode what = step.get(kind);
      Processor instead = replaced.get(what.path("id").asText());
      if (instead != null) {
        instead.process(exchange);
        continue;
      }
      switch (kind) {
        case "bean" -> bean(what, exchange);
        case "unmarshal" -> unmarshal((DataFormat) named(what.get("custom")), exchange);
        case "to" -> to(what, exchange);
        case "filter" -> {
          if (holds(what, exchange)) {
            steps(what.get("steps"), exchange);
          }
        }
        case "choice" -> choice(what, exchange);
        case "split" -> split(what, exchange);
        case "doTry" -> tried(what, exchange);
        case "setProperty" ->
            exchange.setProperty(what.get("name").asText(), value(what, exchange));
        case "setBody" -> exchange.getMessage().setBody(value(what, exchange));
        case "setHeader" -> setHeader(what, exchange);
        case "setHeaders" -> {
          for (JsonNode each : what.get("headers")) {
            setHeader(each, exchange);
          }
        }
        case "removeHeaders" -> exchange.getMessage().removeHeaders(what.get("pattern").asText());
        case "removeProperties" -> exchange.removeProperties(what.get("pattern").asText());
        default -> throw new IllegalStateException("The simulation cannot run the step " + step);
      }
    }
  }

  private Object named(JsonNode what) {
    Object bean = beans.get(text(what.get("ref")));
    if (bean == null) {
      throw new IllegalStateException("The simulation has no bean for " + what);
    }
    return bean;
  }

  /** As Camel does: what a method returns is the body. */
  private void bean(JsonNode what, Exchange exchange) throws Exception {
    Method method = method(named(what), what.get("method").asText());
    Object result = invoke(method, what, exchange);
    if (method.getReturnType() != void.class) {
      exchange.getMessage().setBody(result);
    }
  }

  private Object invoke(Method method, JsonNode what, Exchange exchange) throws Exception {
    Object[] arguments =
        Arrays.stream(method.getParameters())
            .map(parameter -> argument(parameter, exchange))
            .toArray();
    try {
      return method.invoke(named(what), arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (Exception) e.getCause();
    }
  }

  private static Object argument(Parameter parameter, Exchange exchange) {
    Class<?> type = parameter.getType();
    ExchangeProperty property = parameter.getAnnotation(ExchangeProperty.class);
    Header header = parameter.getAnnotation(Header.class);
    if (type == Exchange.class) {
      return exchange;
    }
    if (property != null) {
      return exchange.getProperty(property.value(), type);
    }
    return header == null
        ? exchange.getMessage().getBody(type)
        : exchange.getMessage().getHeader(header.value(), type);
  }

  private void setHeader(JsonNode what, Exchange exchange) throws Exception {
    exchange.getMessage().setHeader(what.get("name").asText(), value(what, exchange));
  }

  /** What the expression of a step evaluates to. */
  private Object value(JsonNode what, Exchange exchange) throws Exception {
    if (what.has("method")) {
      JsonNode named = what.get("method");
      return invoke(method(named(named), named.get("method").asText()), named, exchange);
    }
    if (what.has("constant")) {
      JsonNode constant = what.get("constant");
      return text(constant.isObject() ? constant.get("expression") : constant);
    }
    return camel
        .resolveLanguage("simple")
        .createExpression(text(what.get("simple")))
        .evaluate(exchange, Object.class);
  }

  private static Method method(Object bean, String name) {
    return Arrays.stream(bean.getClass().getMethods())
        .filter(method -> method.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(bean.getClass() + " has no method " + name));
  }

  private static void unmarshal(DataFormat format, Exchange exchange) throws Exception {
    exchange.getMessage().setBody(format.unmarshal(exchange, exchange.getMessage().getBody()));
  }

  private void to(JsonNode what, Exchange exchange) throws Exception {
    String uri = text(what.get("uri"));
    if (!uri.startsWith("direct:")) {
      throw new IllegalStateException("The simulation has no step for " + what);
    }
    run(uri.substring("direct:".length()), exchange);
  }

  private void choice(JsonNode what, Exchange exchange) throws Exception {
    for (JsonNode when : what.get("when")) {
      if (holds(when, exchange)) {
        steps(when.get("steps"), exchange);
        return;
      }
    }
    steps(what.at("/otherwise/steps"), exchange);
  }

  private boolean holds(JsonNode what, Exchange exchange) throws Exception {
    if (what.has("method")) {
      JsonNode predicate = what.get("method");
      Method method = method(named(predicate), predicate.get("method").asText());
      return (Boolean) invoke(method, predicate, exchange);
    }
    String condition = text(what.get("simple"));
    return camel.resolveLanguage("simple").createPredicate(condition).matches(exchange);
  }

  private String text(JsonNode value) {
    String text = value.asText();
    for (Map.Entry<String, String> each : properties.entrySet()) {
      text = text.replace("{{" + each.getKey() + "}}", each.getValue());
    }
    return text;
  }

  /** Each part is an exchange of its own; with a strategy their bodies are the body afterwards. */
  private void split(JsonNode what, Exchange exchange) throws Exception {
    Object body = exchange.getMessage().getBody();
    Iterator<?> parts = exchange.getMessage().getBody(Iterator.class);
    List<Object> bodies = new ArrayList<>();
    while (parts.hasNext()) {
      Exchange part = exchange.copy();
      part.getMessage().setBody(parts.next());
      part(what, part);
      bodies.add(part.getMessage().getBody());
    }
    exchange.getMessage().setBody(what.has("aggregationStrategy") ? bodies : body);
  }

  /** A part that fails ends the split, unless the split says that each stands by itself. */
  private void part(JsonNode what, Exchange part) throws Exception {
    partBegins.accept(part);
    Exception failure = null;
    try {
      steps(what.get("steps"), part);
    } catch (PowerCut cut) {
      throw cut;
    } catch (Exception e) {
      failure = e;
    }
    partEnds.ended(part, failure);
    if (failure != null && !what.path("aggregationStrategy").asText().equals("eachByItself")) {
      throw failure;
    }
  }

  private void tried(JsonNode what, Exchange exchange) throws Exception {
    try {
      steps(what.get("steps"), exchange);
    } catch (PowerCut cut) {
      throw cut;
    } catch (Exception | Error e) {
      exchange.setProperty(Exchange.EXCEPTION_CAUGHT, e);
      if (!catching(what, "doCatch", e, exchange)) {
        throw e;
      }
    }
  }

  /** Runs the first catch for what was thrown; whether there is one. */
  private boolean catching(JsonNode of, String kind, Throwable thrown, Exchange exchange)
      throws Exception {
    for (JsonNode each : of.get(kind)) {
      JsonNode caught = each.has(kind) ? each.get(kind) : each;
      for (JsonNode name : caught.get("exception")) {
        if (Class.forName(name.asText()).isInstance(thrown)) {
          watchers.getOrDefault(caught.path("id").asText(), nobody -> {}).accept(thrown);
          steps(caught.get("steps"), exchange);
          return true;
        }
      }
    }
    return false;
  }

  /** Hears of the end of a part of a split. */
  @FunctionalInterface
  interface Part {
    /** The failure is null for a part that did not fail. */
    void ended(Exchange part, Exception failure);
  }

  private static void read(Path file) {
    try {
      for (JsonNode each : YAML.readTree(file.toFile())) {
        if (each.has("route")) {
          ROUTES.put(each.at("/route/id").asText(), each.get("route"));
        } else if (each.has("routeTemplate")) {
          ROUTES.put(each.at("/routeTemplate/id").asText(), each.at("/routeTemplate/route"));
        } else if (each.at("/routeConfiguration/id").isTextual()) {
          CATCHES.put(each.at("/routeConfiguration/id").asText(), each.get("routeConfiguration"));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
