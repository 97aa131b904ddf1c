package payout.sandbox;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** A merchant of the tests: signs and posts with the JDK alone. */
final class Merchant {
  static final Path HOME = Path.of("").toAbsolutePath();
  static final Path KEYS = HOME.resolve("config/sandbox");

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final GatewaySimulator gateway;
  private final SignType signType;
  private final String charset;

  Merchant(GatewaySimulator gateway, SignType signType, String charset) {
    this.gateway = gateway;
    this.signType = signType;
    this.charset = charset;
  }

  static String newBatchNo() {
    return String.format("20260101%05d", NUMBER.incrementAndGet());
  }

  /** A valid line that is paid. */
  static String line(String serial, String name, String amount) {
    return serial + "^payee+" + serial + "@example.com^" + name + "^" + amount + "^工资";
  }

  /** Valid parameters, not signed yet; serials contain the batch number. */
  Map<String, String> request(String batchNo, String notifyUrl) {
    return request(
        batchNo,
        notifyUrl,
        line(batchNo + "-1", "张三", "0.01"),
        line(batchNo + "-2", "李四FAIL_ACCOUN_NAME_NOT_MATCH", "1999.99"),
        line(batchNo + "-3", "John Smith", "20.5"));
  }

  Map<String, String> request(String batchNo, String notifyUrl, String... lines) {
    BigDecimal fee = BigDecimal.ZERO.setScale(2);
    for (String line : lines) {
      fee = fee.add(new BigDecimal(line.split("\\^")[3]));
    }
    Map<String, String> params = new LinkedHashMap<>();
    params.put("service", "batch_trans_notify_no_pwd");
    params.put("partner", SimulatorConfig.PARTNER);
    params.put("_input_charset", charset);
    params.put("sign_type", signType.name());
    params.put("notify_url", notifyUrl);
    params.put("account_name", "毛毛");
    params.put("email", "payer@example.com");
    params.put("batch_no", batchNo);
    params.put("batch_num", Integer.toString(lines.length));
    params.put("batch_fee", fee.toPlainString());
    params.put("pay_date", today());
    params.put("detail_data", String.join("|", lines));
    params.values().removeIf(String::isEmpty);
    return params;
  }

  static String today() {
    return LocalDate.now(ZoneId.of("Asia/Shanghai")).format(DateTimeFormatter.BASIC_ISO_DATE);
  }

  /** Signs, posts, and returns the text of the answer. */
  String post(Map<String, String> params) throws IOException, InterruptedException {
    return text(send(params));
  }

  HttpResponse<byte[]> send(Map<String, String> params) throws IOException, InterruptedException {
    return sendForm("?_input_charset=" + charset, form(signed(params)));
  }

  HttpResponse<byte[]> sendForm(String query, String form)
      throws IOException, InterruptedException {
    return send(query, "application/x-www-form-urlencoded; charset=" + charset, form);
  }

  HttpResponse<byte[]> send(String query, String contentType, String form)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(gateway.gatewayUrl() + query))
            .timeout(Duration.ofSeconds(10))
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofString(form, StandardCharsets.US_ASCII))
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  static HttpResponse<byte[]> get(String url) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  String verify(String partner, String notifyId) throws IOException, InterruptedException {
    String query = "?service=notify_verify&partner=" + partner + "&notify_id=";
    return text(get(gateway.gatewayUrl() + query + encode(notifyId, "utf-8")));
  }

  static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.ISO_8859_1);
  }

  Map<String, String> signed(Map<String, String> params) {
    Map<String, String> signed = new LinkedHashMap<>(params);
    signed.putIfAbsent("sign", sign(signType, content(params, charset)));
    return signed;
  }

  String form(Map<String, String> params) {
    return params.entrySet().stream()
        .map(param -> param.getKey() + "=" + encode(param.getValue(), charset))
        .collect(Collectors.joining("&"));
  }

  static String encode(String value, String charset) {
    return URLEncoder.encode(value, Charset.forName(charset));
  }

  static byte[] content(Map<String, String> params, String charset) {
    Map<String, String> sorted = new TreeMap<>(params);
    sorted.keySet().removeIf(name -> name.equals("sign") || name.equals("sign_type"));
    sorted.values().removeIf(String::isEmpty);
    return sorted.entrySet().stream()
        .map(param -> param.getKey() + "=" + param.getValue())
        .collect(Collectors.joining("&"))
        .getBytes(Charset.forName(charset));
  }

  static String sign(SignType type, byte[] content) {
    try {
      if (type == SignType.MD5) {
        return md5(content);
      }
      Signature signature = Signature.getInstance("SHA1with" + type);
      byte[] key = der("merchant-private-" + suffix(type));
      signature.initSign(
          KeyFactory.getInstance(type.name()).generatePrivate(new PKCS8EncodedKeySpec(key)));
      signature.update(content);
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  static boolean gatewaySigned(SignType type, byte[] content, String sign) {
    try {
      if (type == SignType.MD5) {
        return md5(content).equals(sign);
      }
      Signature signature = Signature.getInstance("SHA1with" + type);
      byte[] key = der("gateway-public-" + suffix(type));
      signature.initVerify(
          KeyFactory.getInstance(type.name()).generatePublic(new X509EncodedKeySpec(key)));
      signature.update(content);
      return signature.verify(Base64.getDecoder().decode(sign));
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String md5(byte[] content) throws GeneralSecurityException, IOException {
    MessageDigest digest = MessageDigest.getInstance("MD5");
    digest.update(content);
    digest.update(Files.readAllBytes(KEYS.resolve("md5.key")));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String suffix(SignType type) {
    return type == SignType.RSA ? "rsa.pem" : "dsa.pem";
  }

  private static byte[] der(String file) throws IOException {
    String pem = Files.readString(KEYS.resolve(file), StandardCharsets.US_ASCII);
    return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
  }
}
