package payout.route;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.spi.DataFormat;
import org.apache.camel.spi.annotations.Dataformat;
import org.apache.camel.support.service.ServiceSupport;
import payout.inbox.Row;

/**
 * Unmarshals a chunk of rows into the lines of a file with Bindy's binding.
 *
 * <p>Bindy's own data format would split the text again, and does it wrongly where a quote is left
 * open; here the rows come split.
 */
@Dataformat("payout-records")
public final class PayoutRecords extends ServiceSupport implements DataFormat {

  @Override
  public void marshal(Exchange exchange, Object graph, OutputStream stream) {
    throw new UnsupportedOperationException(
        "Payout files are read, never written, by this format.");
  }

  @Override
  public Object unmarshal(Exchange exchange, InputStream stream) {
    throw new UnsupportedOperationException("This format takes rows, not a stream.");
  }

  @Override
  @SuppressWarnings("unchecked")
  public Object unmarshal(Exchange exchange, Object body) {
    return ReceiveFile.session(exchange).bind((List<Row>) body);
  }
}
