package payout.gateway;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DSAParameter;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** Recognizes a DER value by its structure, and converts every form of a key into one. */
final class KeyStructure {

  static final Content ENCRYPTED =
      new Content.Other("is encrypted with a passphrase, which must be removed first");

  private static final Content CERTIFICATE =
      new Content.Other("is a certificate or a request for one, not the bare key");
  private static final Content UNKNOWN =
      new Content.Other("is neither an RSA nor a DSA key in a known form");

  private static final AlgorithmIdentifier RSA =
      new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);

  private KeyStructure() {}

  /**
   * Reads one DER value.
   *
   * @throws IOException when it is no DER value
   * @throws IllegalArgumentException when it only looks like one
   */
  static Content read(byte[] der) throws IOException {
    if (!(ASN1Primitive.fromByteArray(der) instanceof ASN1Sequence sequence)
        || sequence.size() < 2) {
      return UNKNOWN;
    }
    ASN1Encodable first = sequence.getObjectAt(0);
    if (first instanceof ASN1Integer) {
      return readVersioned(sequence);
    }
    return first instanceof ASN1Sequence ? readWrapped(sequence) : UNKNOWN;
  }

  /**
   * A sequence that begins with a number: every unencrypted private key, and RSA's bare public key.
   */
  private static Content readVersioned(ASN1Sequence sequence) throws IOException {
    if (sequence.getObjectAt(1) instanceof ASN1Sequence) {
      return new Content.Private(PrivateKeyInfo.getInstance(sequence));
    }
    if (!Arrays.stream(sequence.toArray()).allMatch(ASN1Integer.class::isInstance)) {
      return UNKNOWN;
    }
    return switch (sequence.size()) {
      case 9 -> new Content.Private(new PrivateKeyInfo(RSA, RSAPrivateKey.getInstance(sequence)));
      case 6 -> new Content.Private(traditionalDsa(sequence));
      case 2 -> new Content.Public(new SubjectPublicKeyInfo(RSA, sequence));
      default -> UNKNOWN;
    };
  }

  /** OpenSSL's own form of a DSA key: version, p, q, g, public y, private x. */
  private static PrivateKeyInfo traditionalDsa(ASN1Sequence sequence) throws IOException {
    DSAParameter parameters =
        new DSAParameter(number(sequence, 1), number(sequence, 2), number(sequence, 3));
    AlgorithmIdentifier dsa = new AlgorithmIdentifier(X9ObjectIdentifiers.id_dsa, parameters);
    return new PrivateKeyInfo(dsa, sequence.getObjectAt(5));
  }

  private static BigInteger number(ASN1Sequence sequence, int at) {
    return ASN1Integer.getInstance(sequence.getObjectAt(at)).getValue();
  }

  /** A sequence that begins with a sequence: public keys, certificates, encrypted keys. */
  private static Content readWrapped(ASN1Sequence sequence) {
    ASN1Encodable second = sequence.getObjectAt(1);
    if (second instanceof ASN1BitString && sequence.size() == 2) {
      return new Content.Public(SubjectPublicKeyInfo.getInstance(sequence));
    }
    if (second instanceof ASN1OctetString) {
      return ENCRYPTED;
    }
    return second instanceof ASN1Sequence ? CERTIFICATE : UNKNOWN;
  }

  /** The content of the text of a key. */
  sealed interface Content {

    /** A private key of any algorithm, from any form. */
    record Private(PrivateKeyInfo info) implements Content {}

    /** A public key of any algorithm, from any form. */
    record Public(SubjectPublicKeyInfo info) implements Content {}

    /**
     * Something else.
     *
     * @param what ends the sentence "The private key cannot be used: it …"
     */
    record Other(String what) implements Content {}
  }
}
