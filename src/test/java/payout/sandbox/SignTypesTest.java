package payout.sandbox;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SignTypesTest {

  @ParameterizedTest
  @EnumSource
  void takes_and_notifies_in_each_charset(SignType type) throws Exception {
    try (NotifyReceiver receiver = new NotifyReceiver();
        GatewaySimulator gateway = GatewaySimulator.start(TestConfigs.quick(type))) {
      for (String charset : new String[] {"utf-8", "gbk", "GB2312"}) {
        Merchant merchant = new Merchant(gateway, type, charset);
        String batchNo = Merchant.newBatchNo();

        String answer = merchant.post(merchant.request(batchNo, receiver.url()));

        assertThat(answer).contains("encoding=\"" + charset + "\"", ">T<");
        await().atMost(60, SECONDS).until(() -> receiver.of(batchNo).size() == 1);
        Map<String, String> notify = receiver.of(batchNo).get(0).params(charset);
        assertThat(notify.get("sign_type")).isEqualTo(type.name());
        assertThat(notify.get("pay_user_name")).isEqualTo("毛毛");
        byte[] content = Merchant.content(notify, charset);
        assertThat(Merchant.gatewaySigned(type, content, notify.get("sign"))).isTrue();
        notify.put("batch_no", "another");
        byte[] other = Merchant.content(notify, charset);
        assertThat(Merchant.gatewaySigned(type, other, notify.get("sign"))).isFalse();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void refuses_the_signature_of_other_bytes(SignType type) throws Exception {
    try (GatewaySimulator gateway = GatewaySimulator.start(TestConfigs.quick(type))) {
      Merchant merchant = new Merchant(gateway, type, "utf-8");
      Map<String, String> signed = merchant.signed(merchant.request(Merchant.newBatchNo(), ""));
      signed.put("account_name", "毛");

      assertThat(merchant.post(signed)).contains(">ILLEGAL_SIGN<");
    }
  }

  @Test
  void signs_with_the_published_md5_vector() {
    GatewayKeys keys = GatewayKeys.md5("10000000000000000000000000000000");
    byte[] content =
        Form.signedBytes(
            Map.of("service", "test", "partner", "123", "empty", "", "sign", "x"),
            Charsets.named("utf-8"));

    assertThat(keys.sign(content)).isEqualTo("bbd13b52823b576291595f472ebcfbc2");
  }
}
