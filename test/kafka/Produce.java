import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes COUNT records with each of Java's codecs into partition 0: Produce BROKERS TOPIC COUNT. */
class Produce {
  public static void main(String[] args) {
    for (String codec : new String[] {"none", "gzip", "snappy", "lz4", "zstd"}) {
      Properties settings = new Properties();
      settings.put("bootstrap.servers", args[0]);
      settings.put("compression.type", codec);
      settings.put("linger.ms", "200");
      settings.put("batch.size", "200000");
      try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
        for (int n = 0; n < Integer.parseInt(args[2]); n++) {
          var record = new ProducerRecord<>(args[1], 0, codec, n + "/" + "abc".repeat(n % 500));
          record.headers().add("codec", codec.getBytes(StandardCharsets.UTF_8));
          producer.send(record);
        }
      }
    }
  }
}
