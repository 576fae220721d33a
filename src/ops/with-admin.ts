import { fullMessage, TopicAdmin, type KafkaSettings } from '../kafka/index.ts'

/** No broker answered; the message says where and by which setting, for a person. */
export class KafkaUnreachable extends Error {
  override readonly name = 'KafkaUnreachable'
}

/** Runs `work` with a connected admin and closes it. Rejects with KafkaUnreachable, which ends in `hint`, where no broker answers. */
export async function withAdmin<T>(
  kafka: KafkaSettings,
  work: (admin: TopicAdmin) => Promise<T>,
  hint = '',
): Promise<T> {
  const admin = new TopicAdmin(kafka)
  try {
    await admin.connect()
  } catch (error) {
    const where = kafka.brokers.join(', ')
    throw new KafkaUnreachable(`no Kafka answers at ${where} (SIGNALBOX_KAFKA_BROKERS): ${fullMessage(error)}${hint}`, {
      cause: error,
    })
  }
  return work(admin).finally(() => admin.close())
}
