package payout.gateway;

import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** What the text of a key turned out to hold. */
sealed interface KeyContent {

  /** A private key of any algorithm, whatever its form was. */
  record Private(PrivateKeyInfo info) implements KeyContent {}

  /** A public key of any algorithm, whatever its form was. */
  record Public(SubjectPublicKeyInfo info) implements KeyContent {}

  /**
   * Something else.
   *
   * @param what ends the sentence "The private key cannot be used: it …"
   */
  record Other(String what) implements KeyContent {}
}
