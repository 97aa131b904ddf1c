package payout.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A mail server that keeps what it is sent. */
public final class MailSink implements AutoCloseable {

  private final ServerSocket server;
  private final List<String> mails = new CopyOnWriteArrayList<>();
  private final List<String> commands = new CopyOnWriteArrayList<>();
  private final UnaryOperator<Socket> tls;
  private final AtomicInteger left = new AtomicInteger();
  private volatile String verdict = "250 2.0.0 taken";
  private volatile boolean isEndless;

  /**
   * Listens.
   *
   * @param tls what STARTTLS makes of a connection; null for a server that has none
   */
  public MailSink(UnaryOperator<Socket> tls) {
    this.tls = tls;
    try {
      server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread thread = new Thread(this::accept, "mail-sink");
    thread.setDaemon(true);
    thread.start();
  }

  public int port() {
    return server.getLocalPort();
  }

  /** Whole mails, the oldest first. */
  public List<String> mails() {
    return List.copyOf(mails);
  }

  /** Every command of a client. */
  public List<String> commands() {
    return List.copyOf(commands);
  }

  /** What it says at the end of a mail from now on. */
  public void says(String line) {
    verdict = line;
  }

  /** Whether it answers every greeting with lines that have no end. */
  public void answersEndlessly(boolean isEndless) {
    this.isEndless = isEndless;
  }

  /** How many clients left during such an answer. */
  public int left() {
    return left.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread thread = new Thread(() -> serve(socket), "mail-sink-line");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket plain) {
    try (Socket closed = plain) {
      if (talk(closed, "220 sink\r\n", tls != null)) {
        talk(tls.apply(closed), "", false);
      }
    } catch (IOException | UncheckedIOException broken) {
      // the client left
    }
  }

  /** Whether the client wants TLS now. */
  private boolean talk(Socket socket, String greeting, boolean offersTls) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    say(socket, greeting);
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      commands.add(line);
      String verb = line.split(" ")[0].toUpperCase(Locale.ROOT);
      if (isEndless) {
        sayEndlessly(socket);
      }
      switch (verb) {
        case "EHLO" ->
            say(
                socket,
                "250-sink\r\n"
                    + (offersTls ? "250-STARTTLS\r\n" : "")
                    + "250-AUTH PLAIN\r\n250 8BITMIME\r\n");
        case "STARTTLS" -> {
          say(socket, "220 go\r\n");
          return true;
        }
        case "AUTH" -> say(socket, "235 2.7.0 welcome\r\n");
        case "DATA" -> {
          say(socket, "354 go\r\n");
          String mail = mail(in);
          String answer = verdict; // what was said before somebody sees the mail
          mails.add(mail);
          say(socket, answer + "\r\n");
        }
        case "QUIT" -> {
          say(socket, "221 bye\r\n");
          return false;
        }
        default -> say(socket, "250 ok\r\n");
      }
    }
    return false;
  }

  private void sayEndlessly(Socket socket) throws IOException {
    try {
      while (isEndless) {
        say(socket, "250-more to come\r\n");
      }
    } catch (IOException gone) {
      left.incrementAndGet();
      throw gone;
    }
  }

  private static String mail(BufferedReader in) throws IOException {
    StringBuilder mail = new StringBuilder();
    for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
      mail.append(line).append('\n');
    }
    return mail.toString();
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
