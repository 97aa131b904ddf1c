package payout.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the keys are that the settings name.
 *
 * @param type {@code RSA}, {@code DSA} or {@code MD5}
 * @param privateKey the file with our private key, absolute; empty when none is named
 * @param gatewayPublicKey the file with the gateway's public key, absolute; empty when none is
 *     named
 */
public record ConfiguredKeys(
    String type, Optional<Path> privateKey, Optional<Path> gatewayPublicKey) {

  static ConfiguredKeys read(Values values, Home home) {
    return new ConfiguredKeys(
        values.of(SigningSettings.TYPE),
        values.find(SigningSettings.PRIVATE_KEY_FILE).map(home::resolve),
        values.find(SigningSettings.GATEWAY_PUBLIC_KEY_FILE).map(home::resolve));
  }
}
