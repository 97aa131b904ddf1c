package payout.sandbox;

import java.math.BigDecimal;
import java.util.List;

/** A request that passed every check: what the gateway takes. */
record PayRequest(
    String batchNo,
    String charset,
    String notifyUrl,
    String accountName,
    String details,
    List<PayLine> lines,
    BigDecimal amount) {}
