package payout.route;

import org.apache.camel.ExchangeProperty;
import payout.batch.BatchNo;
import payout.batch.FieldLimits;
import payout.gateway.InvalidRequestException;
import payout.gateway.PayoutRequest;
import payout.gateway.Signer;
import payout.ledger.Claim;

/**
 * Builds the signed request for a claimed batch.
 *
 * <p>It runs after the intent is committed; what it throws ends the post before a byte has left.
 */
public final class SignRequest {

  private final Signer signer;
  private final String notifyUrl;
  private final int serialBytesMax;

  /**
   * Signs with this key, and names the address that the gateway is to notify.
   *
   * @param serialBytesMax the longest serial number in bytes; checked again when the charset of the
   *     post is not the one in which the lines were checked at intake
   */
  public SignRequest(Signer signer, String notifyUrl, int serialBytesMax) {
    this.signer = signer;
    this.notifyUrl = notifyUrl;
    this.serialBytesMax = serialBytesMax;
  }

  /**
   * Builds and signs the request.
   *
   * @throws InvalidRequestException when what the ledger holds makes no valid request
   * @throws RequestNotSignedException when signing failed this time
   */
  public PayoutRequest sign(@ExchangeProperty(SubmitBatch.CLAIM) Claim claim) {
    try {
      checkLimits(claim);
      return PayoutRequest.of(
          claim.payer(),
          new BatchNo(claim.batch().batchNo()),
          claim.lines(),
          claim.payDate(),
          notifyUrl,
          signer);
    } catch (InvalidRequestException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new RequestNotSignedException(e);
    }
  }

  /** The same value has another length in another charset. */
  private void checkLimits(Claim claim) {
    if (claim.payer().charset() != claim.checkedIn()) {
      claim.lines().toList().stream()
          .flatMap(
              line -> FieldLimits.fault(line, claim.payer().charset(), serialBytesMax).stream())
          .findFirst()
          .ifPresent(
              fault -> {
                throw new InvalidRequestException(fault);
              });
    }
  }

  /** The request could not be signed this time, so no byte of it left. */
  static final class RequestNotSignedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RequestNotSignedException(RuntimeException cause) {
      super("The request could not be signed: " + cause, cause);
    }
  }
}
