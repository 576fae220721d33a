import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Future;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A source that writes its events to Signalbox's topic itself. An example to start from; schemas/README.md says what is expected of it.
 *
 * <p>ProduceEvents BROKERS REGISTRY PREFIX CUSTOMER...: of each customer a consent, then a product view. PREFIX is what the names of topics and
 * registry subjects begin with; "" where that is nothing.
 */
final class ProduceEvents {
  private static final String SOURCE = "/shop/java";

  /** A schema as the registry has it, with the id that stands before every value. */
  private record Registered(int id, Schema schema) {}

  public static void main(String[] args) throws Exception {
    String brokers = args[0], registry = args[1], prefix = args[2];
    Registered consent = latest(registry, prefix + "signalbox.customer.CustomerConsentChanged");
    Registered view = latest(registry, prefix + "signalbox.customer.CustomerProductViewed");

    Properties settings = new Properties();
    settings.put("bootstrap.servers", brokers);
    // An event is sent when every replica in sync has it, and a retry does not store it twice. Both are Java's defaults; the partitioner (murmur2 of the key) is too.
    settings.put("acks", "all");
    settings.put("enable.idempotence", "true");

    try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (String customer : List.of(args).subList(3, args.length)) {
        sent.add(send(producer, prefix, customer, consent, event(consent, customer, "consent").set("purpose", "marketing").set("granted", true)));
        sent.add(send(producer, prefix, customer, view, event(view, customer, "view").set("productId", "p-1")));
      }
      // get() throws what Kafka refused: an event counts as sent when this returns.
      for (Future<RecordMetadata> one : sent) one.get();
      System.out.println("sent " + sent.size());
    }
  }

  /** What every event carries. The id is the happening's own and the same whenever it is sent again: Signalbox drops what it has seen. */
  private static GenericRecordBuilder event(Registered kind, String customer, String what) {
    return new GenericRecordBuilder(kind.schema)
        .set("eventId", customer + "-" + what)
        .set("subject", customer)
        .set("occurredAt", Instant.now().toEpochMilli())
        .set("source", SOURCE);
  }

  /** The key is the event's subject: it decides the partition, and so the order. */
  private static Future<RecordMetadata> send(Producer<String, byte[]> producer, String prefix, String customer, Registered kind, GenericRecordBuilder event)
      throws IOException {
    return producer.send(new ProducerRecord<>(prefix + "customer.events", customer, framed(kind, event.build())));
  }

  /** 0x00, the schema's id in four bytes, Avro. */
  private static byte[] framed(Registered kind, GenericRecord event) throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.write(0);
    bytes.write(ByteBuffer.allocate(4).putInt(kind.id).array());
    var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(kind.schema).write(event, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }

  /** Schemas are registered by the pipeline; a source only looks them up. */
  private static Registered latest(String registry, String subject) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(registry + "/subjects/" + subject + "/versions/latest")).build();
    var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) throw new IOException(subject + ": the registry answered " + answer.statusCode() + " " + answer.body());
    JsonNode found = new ObjectMapper().readTree(answer.body());
    return new Registered(found.get("id").asInt(), new Schema.Parser().parse(found.get("schema").asText()));
  }
}
