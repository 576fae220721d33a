import { TopicAdmin, type KafkaSettings } from '../kafka/index.ts'
import { whyUnreachable } from './why-unreachable.ts'

/** No broker answered, or none lets us in; the message says where, by which setting, and what to do, for a person. */
export class KafkaUnreachable extends Error {
  override readonly name = 'KafkaUnreachable'
}

/** Runs `work` with a connected admin and closes it. Rejects with KafkaUnreachable, which ends in `hint`, where no broker answers or lets us in. */
export async function withAdmin<T>(
  kafka: KafkaSettings,
  work: (admin: TopicAdmin) => Promise<T>,
  hint = '',
): Promise<T> {
  const admin = new TopicAdmin(kafka)
  try {
    await admin.connect()
  } catch (error) {
    await admin.close().catch(() => undefined)
    throw new KafkaUnreachable(`${whyUnreachable(kafka, error)}${hint}`, { cause: error })
  }
  return work(admin).finally(() => admin.close())
}
