package payout.nodes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import payout.testing.Folders;

/**
 * A consumer of an outbox that remembers: it fetches every other file as soon as it appears, leaves
 * the rest, and notes each appearance of a name and each change of what it left.
 */
final class OutboxReader implements AutoCloseable {

  private static final long LOOK_NS = 5_000_000;

  private final Path outbox;
  private final Path fetched;
  private final Map<String, String> contents = new TreeMap<>();
  private final Map<String, Object> left = new TreeMap<>();
  private final List<String> wrongs = new CopyOnWriteArrayList<>();
  private final Thread thread = new Thread(this::follow, "outbox-reader");
  private volatile boolean closed;
  private int fetches;

  OutboxReader(Path outbox, Path fetched) {
    this.outbox = outbox;
    this.fetched = fetched;
    try {
      Files.createDirectories(outbox);
      Files.createDirectories(fetched);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread.setDaemon(true);
    thread.start();
  }

  /** Every file that appeared, with its content. */
  synchronized Map<String, String> files() {
    look();
    return new TreeMap<>(contents);
  }

  /** Every second appearance of a name, and every change, one sentence each. */
  synchronized List<String> wrongs() {
    look();
    List<String> all = new ArrayList<>(wrongs);
    left.keySet().stream()
        .filter(name -> !contents.get(name).equals(Folders.text(outbox.resolve(name))))
        .forEach(name -> all.add("I5: " + name + " has other content now"));
    return all;
  }

  @Override
  public void close() {
    closed = true;
  }

  private void follow() {
    while (!closed) {
      look();
      LockSupport.parkNanos(LOOK_NS);
    }
  }

  private synchronized void look() {
    for (String name : Folders.names(outbox)) {
      if (!name.startsWith(".") && !name.startsWith("~")) {
        see(name);
      }
    }
  }

  private void see(String name) {
    Path file = outbox.resolve(name);
    try {
      Object key = Files.readAttributes(file, "unix:ino,lastModifiedTime").toString();
      if (key.equals(left.get(name))) {
        return;
      }
      if (contents.containsKey(name)) {
        wrongs.add("I5: " + name + " appeared again" + same(name, file));
      }
      if (isFetched(name)) {
        Path mine = fetched.resolve(++fetches + "-" + name);
        Files.move(file, mine);
        file = mine;
      } else {
        left.put(name, key);
      }
      contents.putIfAbsent(name, Files.readString(file, StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      wrongs.add("I5: " + name + " was there and is gone");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String same(String name, Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8).equals(contents.get(name))
        ? ""
        : " with other content";
  }

  private static boolean isFetched(String name) {
    return Math.floorMod(name.hashCode(), 2) == 0;
  }
}
