/** The topics and schemas of a pipeline on the test run's broker and registry, and verbs that are run on them. */
import { pino } from 'pino'
import { z } from 'zod'
import { AuditEntry } from '../../schemas/audit-entry.generated.ts'
import { BrazeTrackEvent } from '../../schemas/braze-track-event.generated.ts'
import { DeliveryHold } from '../../schemas/delivery-hold.generated.ts'
import { DeliveryLedgerRow } from '../../schemas/delivery-ledger-row.generated.ts'
import { PollOrder } from '../../schemas/poll-order.generated.ts'
import { DeliveryResolution } from '../../schemas/delivery-resolution.generated.ts'
import { readSettings } from '../../src/config.ts'
import type { Placed, RecordToWrite } from '../../src/kafka/index.ts'
import { kafkaOf, registryOf } from '../../src/ops/connections.ts'
import { provision } from '../../src/ops/provision.ts'
import { publish } from '../../src/ops/publish.ts'
import { withTopics, type VerbContext } from '../../src/ops/verb-context.ts'
import { withAdmin } from '../../src/ops/with-admin.ts'
import type { Topic } from '../../src/stream/define.ts'
import { topicsOf } from '../../src/stream/index.ts'
import { topology } from '../../src/topology.ts'
import { newPrefix, stack } from '../pipeline.ts'
import { readTopic, type ReadRecord } from '../reader.ts'

export { topology }

/** What a verb has answered and said. */
export interface Told {
  readonly found: boolean
  readonly lines: readonly string[]
  readonly text: string
}

type Verb = (context: VerbContext) => Promise<boolean>
type Answer = boolean | (() => boolean)

/** A pipeline's topics as operators meet them. */
export interface Operated {
  /** The environment of its commands. */
  readonly env: Record<string, string>
  /** Runs a verb; `answer` is what the operator says when asked. */
  run(verb: Verb, answer?: Answer): Promise<Told>
  /** Works with the topics by hand. */
  by<T>(work: (context: VerbContext) => Promise<T>): Promise<T>
  /** At least `count` records of a topic, read by the stock client. */
  read(topic: Topic, count: number, waitMs?: number): Promise<ReadRecord[]>
}

const writes = [AuditEntry, BrazeTrackEvent, DeliveryHold, DeliveryLedgerRow, DeliveryResolution, PollOrder]

/** Makes every topic and schema under a prefix of its own. */
export async function operated(): Promise<Operated> {
  const { brokers, registry } = stack()
  const prefix = newPrefix()
  const env = {
    SIGNALBOX_KAFKA_BROKERS: brokers,
    SIGNALBOX_REGISTRY_URL: registry,
    SIGNALBOX_TOPIC_PREFIX: prefix,
    SIGNALBOX_LOG_LEVEL: 'error',
  }
  const settings = readSettings(env)
  const silent = pino({ level: 'silent' })
  await withAdmin(kafkaOf(settings), admin => provision(topology, settings, admin, registryOf(settings), silent))
  const inTopics = async <T>(
    terminal: VerbContext['confirm'],
    say: VerbContext['say'],
    work: (c: VerbContext) => Promise<T>,
  ) => withTopics({ topology, settings, terminal: { say, confirm: terminal }, reads: topicsOf(topology), writes }, work)
  const nobody = () => Promise.reject(new Error('nobody is to be asked here'))
  return {
    env,
    run: async (verb, answer) => {
      const lines: string[] = []
      const confirm = () =>
        answer === undefined ? nobody() : Promise.resolve(typeof answer === 'function' ? answer() : answer)
      const found = await inTopics(confirm, line => lines.push(line), verb)
      return { found, lines, text: lines.join('\n') }
    },
    by: work => inTopics(nobody, () => undefined, work),
    read: (topic, count, waitMs) => readTopic(stack(), `${prefix}${topic.name}`, count, waitMs),
  }
}

const Entry = z.object({
  action: z.string(),
  target: z.string(),
  by: z.string(),
  details: z.record(z.string(), z.string()),
})

/** What a record of the audit says. */
export const auditEntry = (record: ReadRecord | undefined) => Entry.parse(record?.value)

/** Puts records into a partition of a topic. */
export const put = (context: VerbContext, topic: Topic, partition: number, records: readonly RecordToWrite[]) =>
  publish(
    context,
    records.map((record): Placed => ({ topic: context.nameOf(topic), partition, record })),
  )

/** A command for Braze as it lies in its topic. */
export function command({ codec }: VerbContext, eventId: string, subject: string): RecordToWrite {
  const deliveryId = `${eventId}/greet/braze`
  const value = { deliveryId, eventId, subject, occurredAt: Date.now(), name: 'greeted', properties: { text: 'hello' } }
  const headers = [
    ['traceparent', `00-${eventId}`],
    ['ce_type', 'customer.signed_up'],
  ] as const
  return {
    key: Buffer.from(subject),
    value: codec.encode(BrazeTrackEvent, value),
    headers,
    timestamp: Date.now() - 5_000,
  }
}
