package payout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.config.Home;
import payout.gateway.KeyPairText;
import payout.gateway.SignType;

/** Keys are made, never overwritten, and proved to fit. */
class KeysCommandTest {

  /** A pair that the command made: each takes seconds under the first compiler of Java. */
  @TempDir private static Path made;

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path keys;
  private String distribution;

  @BeforeEach
  void home() throws IOException {
    keys = folder.resolve("keys");
    Files.createDirectory(folder.resolve("config"));
    distribution = System.getProperty(Home.DISTRIBUTION_PROPERTY);
    System.setProperty(Home.DISTRIBUTION_PROPERTY, folder.toString());
  }

  @AfterEach
  void restore() {
    if (distribution == null) {
      System.clearProperty(Home.DISTRIBUTION_PROPERTY);
    } else {
      System.setProperty(Home.DISTRIBUTION_PROPERTY, distribution);
    }
  }

  @Test
  void makes_a_pair_that_fits_and_that_only_its_owner_can_read() throws IOException {
    assertThat(run("generate", keys.toString())).isZero();

    String line = out.toString().strip();
    assertThat(line).matches("MIIBIjAN[A-Za-z0-9+/=]+").hasSize(392);
    assertThat(Base64.getDecoder().decode(line)).isNotEmpty();
    assertThat(Files.readString(privateFile())).startsWith("-----BEGIN PRIVATE KEY-----\n");
    assertThat(mode(privateFile())).isEqualTo("rw-------");
    assertThat(mode(publicFile())).isEqualTo("rw-------");
    assertThat(mode(keys)).isEqualTo("rwx------");
    assertThat(err.toString()).contains(privateFile().toString()).doesNotContain(secret());

    assertThat(run("check", keys.toString())).isZero();
    assertThat(out.toString())
        .contains("RSA, 2048 bits, which is strong enough.", "The pair fits: ", line)
        .doesNotContain(secret());
  }

  @Test
  @Tag("long")
  void makes_larger_pairs_but_no_weak_ones() {
    assertThat(run("generate", "--bits", "1024", keys.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("2048, 3072 or 4096 bits, not 1024.");
    assertThat(keys).doesNotExist();

    assertThat(run("generate", "--bits", "3072", keys.toString())).isZero();
    assertThat(run("check", keys.toString())).isZero();
    assertThat(out.toString()).contains("RSA, 3072 bits");
  }

  @Test
  void never_overwrites_a_key_nor_a_link_in_its_place() throws IOException {
    pair();
    String before = Files.readString(privateFile());

    assertThat(run("generate", keys.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("is there already, and a key is never overwritten.");
    assertThat(Files.readString(privateFile())).isEqualTo(before);

    Path other = Files.createDirectory(folder.resolve("other"));
    Files.createSymbolicLink(other.resolve("merchant-public.pem"), folder.resolve("nowhere"));
    assertThat(run("generate", other.toString())).isEqualTo(2);
    assertThat(other.resolve("merchant-private.pem")).doesNotExist();
    assertThat(folder.resolve("nowhere")).doesNotExist();
  }

  @Test
  void says_that_two_keys_are_of_different_pairs() throws IOException {
    pair();
    Files.writeString(publicFile(), KeyPairText.generate(1024).publicPem());

    assertThat(run("check", keys.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("is the half of another pair");
  }

  @Test
  void says_that_a_short_key_is_weak() throws IOException {
    Path own = write("own.pem", KeyPairText.generate(1024).privatePem());

    assertThat(run("check", "--private-key", own.toString())).isZero();
    assertThat(out.toString()).contains("1024 bits, which is weak today", "The pair fits: ");
  }

  @Test
  void checks_the_pair_of_the_settings_and_the_key_of_the_gateway() throws IOException {
    KeyPairText gateway = KeyPairText.generate(2048);
    pair();
    write("gateway.pem", gateway.publicLine() + "\n");
    settings("payout.gateway-public-key-file=gateway.pem");

    assertThat(run("check")).isZero();
    assertThat(out.toString())
        .contains("The pair fits: " + publicFile())
        .contains("gateway.pem holds a public key: RSA, 2048 bits, fingerprint ");
  }

  @Test
  void finds_our_own_key_and_a_private_key_in_the_place_of_the_gateways() throws IOException {
    pair();
    settings("payout.gateway-public-key-file=keys/merchant-public.pem");
    assertThat(run("check")).isEqualTo(1);
    assertThat(err.toString()).contains("holds our own public key.");

    settings("payout.gateway-public-key-file=keys/merchant-private.pem");
    assertThat(run("check")).isEqualTo(1);
    assertThat(err.toString())
        .contains("The gateway's public key cannot be used: it is a private key.")
        .doesNotContain(secret());

    settings("");
    assertThat(run("check")).isEqualTo(1);
    assertThat(err.toString()).contains("payout.gateway-public-key-file is not set");
  }

  @Test
  void checks_keys_of_the_type_dsa() throws Exception {
    KeyPairGenerator dsa = KeyPairGenerator.getInstance("DSA");
    dsa.initialize(1024);
    KeyPair pair = dsa.generateKeyPair();
    KeyPairText text = new KeyPairText(SignType.DSA, pair.getPrivate(), pair.getPublic(), 1024);
    Path own = write("dsa.pem", text.privatePem());
    Path half = write("dsa-public.pem", text.publicPem());

    assertThat(run("check", "--private-key", own.toString(), "--public-key", half.toString()))
        .isZero();
    assertThat(out.toString()).contains("DSA, 1024 bits", "The pair fits: " + half);
  }

  @Test
  void asks_for_what_is_missing() {
    assertThat(run("check")).isEqualTo(2);
    assertThat(err.toString()).contains("payout.private-key-file is not set.");

    assertThat(run("check", "--public-key", "x.pem")).isEqualTo(2);
    assertThat(run("check", "here", "--private-key", "x.pem")).isEqualTo(2);
    assertThat(run("check", "--private-key", folder.resolve("none").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("cannot be read");
  }

  private void pair() throws IOException {
    Path first = made.resolve("keys");
    if (Files.notExists(first)) {
      assertThat(run("generate", first.toString())).isZero();
    }
    Files.createDirectory(keys);
    for (Path each : List.of(privateFile(), publicFile())) {
      Files.copy(first.resolve(each.getFileName()), each, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  private int run(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "keys";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return PayoutMain.commands(new PrintWriter(out), new PrintWriter(err)).execute(all);
  }

  private void settings(String gatewayKey) throws IOException {
    Files.writeString(
        folder.resolve("config/application.properties"),
        "payout.private-key-file=keys/merchant-private.pem\n" + gatewayKey + "\n");
  }

  private String secret() throws IOException {
    return Files.readAllLines(privateFile()).get(5);
  }

  private Path privateFile() {
    return keys.resolve("merchant-private.pem");
  }

  private Path publicFile() {
    return keys.resolve("merchant-public.pem");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
