package payout.route;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.http.HttpMethods;
import payout.batch.BatchNo;
import payout.gateway.PayoutRequest;
import payout.gateway.Signer;
import payout.ledger.Claim;

/**
 * Makes of a claimed batch the signed form that the gateway wants.
 *
 * <p>Runs after the intent is committed; what it throws ends the post before a byte has left.
 */
public final class SignRequest implements Processor {

  private final Signer signer;
  private final String notifyUrl;

  /** Signs with this key; the gateway is told to call that address. */
  public SignRequest(Signer signer, String notifyUrl) {
    this.signer = signer;
    this.notifyUrl = notifyUrl;
  }

  @Override
  public void process(Exchange exchange) {
    Claim claim = exchange.getProperty(SubmitBatch.CLAIM, Claim.class);
    PayoutRequest request =
        PayoutRequest.of(
            claim.payer(),
            new BatchNo(claim.batch().batchNo()),
            claim.lines(),
            claim.payDate(),
            notifyUrl,
            signer);
    Message message = exchange.getMessage();
    message.removeHeaders("*");
    message.setHeader(Exchange.HTTP_METHOD, HttpMethods.POST);
    message.setHeader(Exchange.HTTP_QUERY, request.query());
    message.setHeader(
        Exchange.CONTENT_TYPE,
        "application/x-www-form-urlencoded; charset=" + claim.payer().charset());
    message.setBody(request.body());
  }
}
