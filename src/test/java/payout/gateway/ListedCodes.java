package payout.gateway;

import java.util.List;
import java.util.Map;

/** Every code by its class, listed a second time, independently of the product's table. */
final class ListedCodes {

  static final List<String> REFUSED =
      List.of(
          "batchFeelllegal",
          "batchFeesIsNull",
          "detailDataIsNull",
          "TOTAL_NUMS_LIMIT",
          "REASON_NOT_NULL",
          "batchNoIsNull",
          "MAX_SINGLE_FEE",
          "BATCH_MONEY_ADD_NOT_MATCH_AMOUNT",
          "MAX_SINGLE_FEE_FOR_CERT",
          "TRANS_NO_NOT_UNIQUE",
          "BATCH_NO_ERROR",
          "BATCH_COUNT_ADD_NOT_MATCH_AMOUNT",
          "batchNumsIsNull",
          "ILLEGAL_ARGUMENT",
          "ILLEGAL_FILE_FORMAT",
          "DETAIL_OUT_BIZ_NO_REPEATE",
          "AMOUNT_FORMAT_ERROR",
          "PAYER_FORMAT_ERROR",
          "TOTAL_COUNT_NOT_MATCH",
          "TOTAL_AMOUNT_NOT_MATCH",
          "ILLEGAL_CONTENT_FORMAT",
          "batchFeeIllegal");

  static final List<String> ACCOUNT =
      List.of(
          "ACCOUNT_NOT_MATCH",
          "USER_NOT_EXIST",
          "USER_BLOCKED",
          "ERROR_SELF_CERTIFY_LEVEL_LIMIT",
          "SELLER_NOT_CERTIFY",
          "emaillsNull",
          "baccountNameIsNull",
          "PAY_EMAIL_NAME_NOT_MATCH",
          "NOT_ENOUGH_AMOUNT",
          "partnerORPayEmailError",
          "PROFILE_BATCH_PAYMENT",
          "payDateIsNull",
          "ILLEGAL_SIGN",
          "ILLEGAL_DYN_MD5_KEY",
          "ILLEGAL_ENCRYPT",
          "ILLEGAL_SERVICE",
          "ILLEGAL_USER",
          "ILLEGAL_PARTNER",
          "ILLEGAL_EXTERFACE",
          "ILLEGAL_PARTNER_EXTERFACE",
          "ILLEGAL_SECURITY_PROFILE",
          "ILLEGAL_AGENT",
          "ILLEGAL_SIGN_TYPE",
          "ILLEGAL_CHARSET",
          "ILLEGAL_CLIENT_IP",
          "HAS_NO_PRIVILEGE",
          "ILLEGAL_DIGEST_TYPE",
          "ILLEGAL_DIGEST",
          "ILLEGAL_ENCODING",
          "ILLEGAL_REQUEST_REFERER",
          "ILLEGAL_ANTI_PHISHING_KEY",
          "ANTI_PHISHING_KEY_TIMEOUT",
          "ILLEGAL_EXTER_INVOKE_IP",
          "emailIsNull");

  static final List<String> UNKNOWN =
      List.of(
          "UPLOAD_FAIL",
          "SYSTEM_ERROR",
          "SESSION_TIMEOUT",
          "ILLEGAL_TARGET_SERVICE",
          "ILLEGAL_ACCESS_SWITCH_SYSTEM",
          "ILLEGAL_SWITCH_SYSTEM",
          "EXTERFACE_IS_CLOSED");

  static final List<String> TAKEN_ON_RESEND =
      List.of("BATCH_NO_NOT_UNIQUE", "BATCH_OUT_BIZ_NO_DUPLICATE");

  static final List<String> LINE =
      List.of(
          "RECEIVE_MONEY_ERROR",
          "RECEIVE_SINGLE_MONEY_ERROR",
          "RECEIVE_REASON_ERROR",
          "USER_SERIAL_NO_ERROR",
          "USER_SERIAL_NO_REPEATE",
          "LINE_LENGTH_ERROR",
          "TRANSFER_AMOUNT_NOT_ENOUGH",
          "DAILY_QUOTA_LIMIT_EXCEED",
          "PAYER_ACCOUNT_IS_RELEASED",
          "MEMO_REQUIRED_IN_TRANSFER_ERROR",
          "DETAIL_CONSULT_CHECK_ERROR");

  static final List<String> PAYEE =
      List.of(
          "ACCOUN_NAME_NOT_MATCH",
          "RECEIVE_USER_NOT_EXIST",
          "RECEIVE_ACCOUNT_ERROR",
          "RECEIVE_EMAIL_NAME_NOT_MATCH",
          "ERROR_OTHER_CERTIFY_LEVEL_LIMIT",
          "ERROR_OTHER_NOT_REALNAMED",
          "RECEIVE_EMAIL_ERROR",
          "RECEIVE_NAME_ERROR",
          "PAYEE_ACCOUNT_IS_RELEASED",
          "ILLEGAL_USER_STATUS",
          "TXN_RESULT_TRANSFER_OUT_CAN_NOT_EQUAL_IN",
          "PERMIT_NON_BANK_LIMIT_PAYEE_L0_FORBIDDEN");

  static final Map<CodeClass, List<String>> BY_CLASS =
      Map.of(
          CodeClass.REFUSED, REFUSED,
          CodeClass.ACCOUNT, ACCOUNT,
          CodeClass.UNKNOWN, UNKNOWN,
          CodeClass.TAKEN_ON_RESEND, TAKEN_ON_RESEND,
          CodeClass.LINE, LINE,
          CodeClass.PAYEE, PAYEE);

  private ListedCodes() {}
}
