package payout.inbox;

import java.nio.charset.Charset;
import payout.batch.Money;

/**
 * The limits of a line that are settings.
 *
 * @param serialBytesMax the longest serial number, in bytes of the request's charset
 * @param amountMax the largest amount
 * @param refuseFormulas whether a value that a spreadsheet could run is refused
 * @param outboxCharset the charset of the result files, which must be able to encode every value
 *     too
 */
public record LineLimits(
    int serialBytesMax, Money amountMax, boolean refuseFormulas, Charset outboxCharset) {}
