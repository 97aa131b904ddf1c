package payout.gateway;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import payout.batch.BatchLines;
import payout.batch.BatchNo;
import payout.batch.Payer;
import payout.batch.RequestCharset;

/**
 * The request for one batch: every parameter of table 4-1, signed.
 *
 * <p>The address must end with {@link #query()}: the gateway decodes the body in the charset that
 * the address names. The request is a POST, because a full batch is too long for an address.
 *
 * <p>Invariant: no request exists whose records, count and total contradict each other; this is
 * checked in the text that is signed.
 */
public final class PayoutRequest {

  /** The value of {@code service}. */
  public static final String SERVICE = "batch_trans_notify_no_pwd";

  private static final String DETAIL_DATA = "detail_data";
  private static final Pattern PAY_DATE = Pattern.compile("[0-9]{8}");

  private final Payer payer;
  private final BatchNo batchNo;
  private final List<RawParameter> parameters = new ArrayList<>();

  private PayoutRequest(Payer payer, BatchNo batchNo) {
    this.payer = payer;
    this.batchNo = batchNo;
  }

  /**
   * Builds and signs the request.
   *
   * @param lines 1 to 1000 lines, in the order in which they are sent, with their number and sum as
   *     recorded: neither is computed from the lines here, so that they can be compared
   * @param payDate today in China, {@code yyyyMMdd}
   * @param notifyUrl where the gateway reports the results; not sent when empty
   * @throws InvalidRequestException when the lines do not add up to the total, when there are none,
   *     too many or not as many as recorded, when a field holds a separator or a control character,
   *     or when the charset lacks a character
   */
  public static PayoutRequest of(
      Payer payer,
      BatchNo batchNo,
      BatchLines lines,
      String payDate,
      String notifyUrl,
      Signer signer) {
    if (!PAY_DATE.matcher(payDate).matches()) {
      throw new InvalidRequestException("pay_date is not a day of the form yyyyMMdd.");
    }
    PayoutRequest request = new PayoutRequest(payer, batchNo);
    request.addPayer();
    request.addBatch(lines);
    request.add("pay_date", payDate);
    request.add("notify_url", notifyUrl);
    request.checkTotals();
    request.sign(signer);
    return request;
  }

  /** The body of the POST: a form, percent-encoded in the payer's charset, pure ASCII. */
  public byte[] form() {
    FormEncoder form = new FormEncoder(payer.charset());
    parameters.forEach(form::add);
    return form.toBytes();
  }

  /** The query of the address, without a question mark: {@code _input_charset=utf-8}. */
  public String query() {
    return "_input_charset=" + payer.charset();
  }

  /** The content type of the body, with the payer's charset. */
  public String contentType() {
    return "application/x-www-form-urlencoded; charset=" + payer.charset();
  }

  private void addPayer() {
    add("service", SERVICE);
    add("partner", payer.partner());
    add("_input_charset", payer.charset().toString());
    add("account_name", payer.accountName());
    add("email", payer.email());
    add("buyer_account_name", payer.buyerAccountName());
    add("extend_param", payer.extendParam());
  }

  private void addBatch(BatchLines lines) {
    add("batch_no", batchNo.value());
    add("batch_num", Integer.toString(lines.count()));
    add("batch_fee", lines.total().toString());
    parameters.add(detailData(lines));
  }

  /** In UTF-8 the lines are sent as the ledger stores them; only separators are inserted. */
  private RawParameter detailData(BatchLines lines) {
    byte[] records = lines.records('^', '|');
    return payer.charset() == RequestCharset.UTF_8
        ? new RawParameter(DETAIL_DATA.getBytes(StandardCharsets.US_ASCII), records)
        : RawParameter.of(
            DETAIL_DATA, new String(records, StandardCharsets.UTF_8), payer.charset().charset());
  }

  /** An empty parameter is not sent at all (document section 8.1.2). */
  private void add(String name, String value) {
    if (!value.isEmpty()) {
      parameters.add(RawParameter.of(name, value, payer.charset().charset()));
    }
  }

  private void checkTotals() {
    RequestTotals.check(
        valueOf(DETAIL_DATA),
        payer.charset(),
        new String(valueOf("batch_num"), StandardCharsets.US_ASCII),
        new String(valueOf("batch_fee"), StandardCharsets.US_ASCII));
  }

  /** The bytes that are about to be signed. */
  private byte[] valueOf(String name) {
    byte[] wanted = name.getBytes(StandardCharsets.US_ASCII);
    for (RawParameter each : parameters) {
      if (Arrays.equals(each.name(), wanted)) {
        return each.value();
      }
    }
    return new byte[0];
  }

  private void sign(Signer signer) {
    String sign = signer.sign(SignedString.ofBytes(parameters));
    add("sign_type", signer.type().name());
    add("sign", sign);
  }

  /** Only the batch number: the other parameters hold accounts and names. */
  @Override
  public String toString() {
    return "request of batch " + batchNo;
  }
}
