package payout.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A program in its own JVM, seen from the run. */
final class Worker implements AutoCloseable {

  private final String name;
  private final Process process;
  private final Path home;
  private final BufferedReader answers;
  private final Writer commands;
  private int homes;

  Worker(String name, Process process, Path home) {
    this.name = name;
    this.process = process;
    this.home = home;
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.commands = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
  }

  String name() {
    return name;
  }

  /** Pays a file in a new home, and then deletes everything. */
  Sample round(Path file) throws IOException {
    return round(file, "");
  }

  /** The same with another ledger. */
  Sample round(Path file, String ledgerUrl) throws IOException {
    prepare(ledgerUrl);
    Sample sample = pay(file);
    leave();
    return sample;
  }

  /** Makes a new home that stays until {@link #leave}. */
  void prepare(String ledgerUrl) throws IOException {
    homes++;
    ask(("prepare " + home.resolve("home-" + homes) + " " + ledgerUrl).strip());
  }

  Sample pay(Path file) throws IOException {
    ask("stage " + file.toAbsolutePath());
    return ask("pay " + file.toAbsolutePath());
  }

  /** Pays all files of a folder at once in a new home, and then deletes everything. */
  Sample manyRound(Path folder) throws IOException {
    prepare("");
    ask("stage-many " + folder.toAbsolutePath());
    Sample paid = ask("pay-many");
    String marks = ask("published").more();
    leave();
    return new Sample(paid.wallNs(), paid.cpuNs(), marks);
  }

  void leave() throws IOException {
    ask("close");
    Children.delete(home.resolve("home-" + homes));
  }

  /** Runs one command and returns its time. */
  Sample ask(String command) throws IOException {
    commands.write(command + "\n");
    commands.flush();
    String line = answers.readLine();
    while (line != null && !line.startsWith(WorkerMain.ANSWER)) {
      line = answers.readLine();
    }
    if (line == null) {
      throw new IOException(name + " ended; see its log.");
    }
    String[] words = line.substring(WorkerMain.ANSWER.length()).split(" ", 3);
    return new Sample(Long.parseLong(words[0]), Long.parseLong(words[1]), words[2]);
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    Children.end(process);
  }
}
