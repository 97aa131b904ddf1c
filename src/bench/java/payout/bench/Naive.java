package payout.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;

/**
 * The simplest program that pays a file: lines split by hand, nothing checked, nothing stored, an
 * RSA key of 1024 bits, one post at a time.
 */
final class Naive implements Contestant {

  private final PrivateKey key;
  private final PostClient client;

  Naive(Path keys, String gateway) {
    this.key = BenchKeys.privateKey(keys, "payer-1024");
    this.client = new PostClient(gateway + "?_input_charset=utf-8");
  }

  @Override
  public void prepare(Path folder) {
    // it keeps nothing
  }

  @Override
  public void pay(Path file) throws IOException {
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      in.readLine();
      StringBuilder details = new StringBuilder();
      int lines = 0;
      int batches = 0;
      long fen = 0;
      String line = in.readLine();
      while (line != null) {
        String[] fields = line.split(",");
        if (lines > 0) {
          details.append('|');
        }
        details.append(fields[0]).append('^').append(fields[1]).append('^');
        details.append(fields[2]).append('^').append(fields[3]).append('^').append(fields[4]);
        fen += Long.parseLong(fields[3].replace(".", ""));
        lines++;
        line = in.readLine();
        if (lines == 1000 || line == null) {
          post(++batches, lines, fen, details.toString());
          details.setLength(0);
          lines = 0;
          fen = 0;
        }
      }
    }
  }

  private void post(int batch, int lines, long fen, String details) throws IOException {
    byte[] text = details.getBytes(StandardCharsets.UTF_8);
    byte[] body =
        new PostRequest("NAIVE" + (1_000_000 + batch), lines, fen, text).bodyByUrlEncoder(key);
    if (!client.postNaively(body)) {
      throw new IOException("The gateway refused.");
    }
  }

  @Override
  public void close() {
    // the client serves the next round
  }
}
