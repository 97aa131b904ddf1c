package payout.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.testing.PostgresServer;
import payout.testing.ProductProcess;
import payout.testing.Seed;

/** Nodes that are replaced one after the other by those of a newer program. */
@Tag("long")
class UpgradeIT {

  private static final String MIGRATION_JAR = "lib/ext/newer.jar";
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @TempDir private Path folder;

  @Test
  void pays_every_line_once_while_each_node_gets_a_newer_program() {
    try (Cluster cluster =
        new Cluster(folder, PostgresServer.newDatabase(), Seed.of(UpgradeIT.class))) {
      Path newer = newerProgram();
      ClusterNode first = cluster.add("a").start();
      ClusterNode second = cluster.add("b").start();
      Stream.of(first, second).forEach(ClusterNode::awaitStarted);
      dropSome(cluster);

      first.process().terminate();
      first.install(newer).start().awaitStarted();
      knowMigrationOf(newer);
      dropSome(cluster);
      String own = cluster.drop(second.inbox(), 3);

      awaitNewerForm(cluster, second);
      String shared = cluster.drop(cluster.shared(), 1200);
      cluster.awaitSettled(shared, PATIENCE);
      assertThat(cluster.nodes()).allMatch(ClusterNode::isRunning);
      second.process().terminate();
      second.install(newer).start().awaitStarted();
      cluster.awaitSettled(own, PATIENCE);
      cluster.awaitQuiet(PATIENCE);
      cluster.nodes().forEach(node -> node.awaitReady(Cluster.HELD_UP_MAX));
      NodesAudit.holds(cluster);
    }
  }

  @AfterEach
  void forgetMigration() {
    Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
  }

  /** So that the test can still read the ledger: it looks with today's program. */
  private void knowMigrationOf(Path newer) {
    try {
      URL jar = newer.resolve(MIGRATION_JAR).toUri().toURL();
      Thread.currentThread()
          .setContextClassLoader(new URLClassLoader(new URL[] {jar}, getClass().getClassLoader()));
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void awaitNewerForm(Cluster cluster, ClusterNode node) {
    cluster.awaitOr(
        node.name() + " to notice the newer program",
        PATIENCE,
        () ->
            !node.isReady()
                && node.health().contains("Anewerversionofthisprogrambroughttheledgeruptodate."));
  }

  private static void dropSome(Cluster cluster) {
    for (int i = 0; i < 6; i++) {
      cluster.dropAny(1500);
    }
  }

  /** Today's program with a migration that is yet to be written. */
  private Path newerProgram() {
    Path newer = folder.resolve("newer");
    try (Stream<Path> all = Files.walk(ProductProcess.DISTRIBUTION)) {
      for (Path each : all.toList()) {
        Path copy = newer.resolve(ProductProcess.DISTRIBUTION.relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(copy);
        } else {
          Files.createLink(copy, each);
        }
      }
      Files.createDirectories(newer.resolve("lib/ext"));
      addMigration(newer.resolve(MIGRATION_JAR));
      return newer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void addMigration(Path file) throws IOException {
    try (OutputStream bytes = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(bytes)) {
      for (String parent : new String[] {"payout/", "payout/ledger/", "payout/ledger/migration/"}) {
        jar.putNextEntry(new JarEntry(parent));
      }
      jar.putNextEntry(new JarEntry("payout/ledger/migration/V9000__of_a_newer_program.sql"));
      jar.write(
          "ALTER TABLE batch ADD COLUMN of_a_newer_program BIGINT;"
              .getBytes(StandardCharsets.UTF_8));
    }
  }
}
