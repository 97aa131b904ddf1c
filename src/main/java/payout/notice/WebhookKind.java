package payout.notice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import payout.batch.ChinaClock;

/**
 * What webhooks understand. The robots get plain text, in which nothing is a link's name, a heading
 * or a call to everybody.
 */
public enum WebhookKind {
  /** JSON of our own, signed in a header; any 2xx is an answer. */
  JSON("") {
    @Override
    ObjectNode body(Notice notice) {
      ObjectNode body =
          MAPPER
              .createObjectNode()
              .put("version", 1)
              .put("id", notice.id())
              .put("kind", notice.kind())
              .put("at", ChinaClock.iso(notice.at()))
              .put("node", notice.node())
              .put("sandbox", notice.isSandbox())
              .put("count", notice.count())
              .put("amount", notice.amount().toString())
              .put("currency", "CNY")
              .put("since", ChinaClock.iso(notice.since()))
              .put("text", notice.text());
      return notice.url().isEmpty() ? body : body.put("url", notice.url());
    }
  },
  /** A group robot of WeCom; its key is in the address. */
  WECOM("errcode") {
    @Override
    ObjectNode body(Notice notice) {
      ObjectNode body = MAPPER.createObjectNode().put("msgtype", "text");
      body.putObject("text").put("content", notice.withLink());
      return body;
    }
  },
  /** A group robot of DingTalk, signed in the address. */
  DINGTALK("errcode") {
    @Override
    ObjectNode body(Notice notice) {
      ObjectNode body = MAPPER.createObjectNode().put("msgtype", "text");
      body.putObject("text").put("content", notice.withLink());
      body.putObject("at").put("isAtAll", false);
      return body;
    }
  },
  /** A group robot of Feishu, signed in the body; in its text {@code <at …>} calls people. */
  FEISHU("code") {
    @Override
    ObjectNode body(Notice notice) {
      ObjectNode body = MAPPER.createObjectNode().put("msg_type", "text");
      body.putObject("content").put("text", notice.withLink().replace('<', '\u2039'));
      return body;
    }
  };

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final int OK = 200;
  private static final int OK_END = 300;

  /** The field of an answer that is 0 when the message was delivered; empty for none. */
  private final String verdict;

  WebhookKind(String verdict) {
    this.verdict = verdict;
  }

  abstract ObjectNode body(Notice notice);

  /**
   * The bytes to post.
   *
   * @param secret what they are signed with; may be empty
   * @param nowMs the time of the signature, milliseconds since 1970
   */
  public byte[] write(Notice notice, String secret, long nowMs) {
    ObjectNode body = body(notice);
    if (this == FEISHU && !secret.isEmpty()) {
      long seconds = nowMs / 1000;
      body.put("timestamp", Long.toString(seconds))
          .put("sign", NoticeSignature.feishu(secret, seconds));
    }
    return body.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads an answer.
   *
   * @throws NotDeliveredException when it does not say that the notice was delivered
   */
  public void check(int status, byte[] answer) {
    if (status < OK || status >= OK_END) {
      throw new NotDeliveredException("It answered with status " + status + ".");
    }
    if (!verdict.isEmpty() && number(answer) != 0) {
      throw new NotDeliveredException(
          "It answered with " + verdict + " " + number(answer) + " instead of 0.");
    }
  }

  private long number(byte[] answer) {
    try {
      JsonNode field = MAPPER.readTree(answer).path(verdict);
      if (field.isIntegralNumber() && field.canConvertToLong()) {
        return field.longValue();
      }
    } catch (IOException notJson) {
      throw new NotDeliveredException("Its answer is no JSON.");
    }
    throw new NotDeliveredException("Its answer has no number " + verdict + ".");
  }
}
