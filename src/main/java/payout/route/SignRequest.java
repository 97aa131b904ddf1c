package payout.route;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.http.HttpMethods;
import payout.batch.BatchNo;
import payout.batch.FieldLimits;
import payout.gateway.PayoutRequest;
import payout.gateway.Signer;
import payout.gateway.InvalidRequestException;
import payout.ledger.Claim;

/**
 * Makes of a claimed batch the signed form that the gateway wants.
 *
 * <p>Runs after the intent is committed; what it throws ends the post before a byte has left.
 */
public final class SignRequest implements Processor {

  private final Signer signer;
  private final String notifyUrl;
  private final int serialBytesMax;

  /**
   * Signs with this key; the gateway is told to call that address.
   *
   * @param serialBytesMax the longest serial number, asked again in a charset that is not the one
   *     in which the lines were checked
   */
  public SignRequest(Signer signer, String notifyUrl, int serialBytesMax) {
    this.signer = signer;
    this.notifyUrl = notifyUrl;
    this.serialBytesMax = serialBytesMax;
  }

  /**
   * Makes the request.
   *
   * @throws InvalidRequestException when none can be made of what the ledger holds
   * @throws RequestNotSignedException when it could not be made this time
   */
  @Override
  public void process(Exchange exchange) {
    Claim claim = exchange.getProperty(SubmitBatch.CLAIM, Claim.class);
    PayoutRequest request = request(claim);
    Message message = exchange.getMessage();
    message.removeHeaders("*");
    message.setHeader(Exchange.HTTP_METHOD, HttpMethods.POST);
    message.setHeader(Exchange.HTTP_QUERY, request.query());
    message.setHeader(
        Exchange.CONTENT_TYPE,
        "application/x-www-form-urlencoded; charset=" + claim.payer().charset());
    message.setBody(request.body());
  }

  private PayoutRequest request(Claim claim) {
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

  /** The same value has other lengths in other charsets. */
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
}
