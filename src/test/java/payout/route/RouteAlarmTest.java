package payout.route;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.NotifyBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The alarm of {@code routes/errors.camel.yaml} reports where and why a route failed. */
class RouteAlarmTest {

  @TempDir private Path folder;

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final DefaultCamelContext camel = new DefaultCamelContext();

  @BeforeEach
  void start() throws Exception {
    log.start();
    ((Logger) LoggerFactory.getLogger("payout.alarm")).addAppender(log);
    camel.disableJMX();
    camel.getRegistry().bind("routeAlarm", new RouteAlarm(new Alarm(new Counters(() -> null))));
    PluginHelper.getRoutesLoader(camel)
        .loadRoutes(
            PluginHelper.getResourceLoader(camel).resolveResource("file:routes/errors.camel.yaml"));
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("file:" + folder + "?initialDelay=0&noop=true&maxMessagesPerPoll=1")
                .routeId("some-inbox")
                .setProperty("a", constant("b"))
                .id("first-step")
                .process(
                    exchange -> {
                      throw new IllegalStateException(
                          new IOException("disk of zhang.san@example.com is full"));
                    })
                .id("second-step");
          }
        });
  }

  @AfterEach
  void stop() {
    camel.stop();
    ((Logger) LoggerFactory.getLogger("payout.alarm")).detachAppender(log);
  }

  @Test
  void names_route_step_file_and_root_cause_and_no_account() throws Exception {
    NotifyBuilder failed = new NotifyBuilder(camel).whenFailed(1).create();
    Files.writeString(folder.resolve("pay.csv"), "x");

    camel.start();

    assertThat(failed.matches(60, TimeUnit.SECONDS)).isTrue();
    assertThat(log.list.get(0).getFormattedMessage())
        .isEqualTo(
            "ALARM route: The route some-inbox, step second-step, with file pay.csv failed:"
                + " IOException: disk of *** is full. It is retried automatically.");
  }
}
