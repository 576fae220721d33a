/** A topology whose sources may write anywhere: sales of customers, counted beside what a table has on the customer. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Decisions } from '../../../schemas/decisions.generated.ts'
import type { RecordSchema } from '../../../schemas/record.ts'
import { partitionOf, Publisher, createCluster, type RecordToWrite } from '../../../src/kafka/index.ts'
import { days, processor, reading, store, stream, table, tableOf, type Topic } from '../../../src/stream/define.ts'
import { onCluster, type Engine, type ProcessTopology } from '../../../src/stream/index.ts'

interface Sale {
  eventId: string
  subject: string
  occurredAt: number
  source: string
  kind: string
  number: number
}
interface Tallied {
  eventId: string
  number: number
  count: number
  tier: string
}

const schemaOf = <T>(name: string, texts: readonly string[], longs: readonly string[]): RecordSchema<string, T> => ({
  name: `test.${name}`,
  compatibility: 'FULL',
  avro: {
    type: 'record',
    name,
    namespace: 'test',
    fields: [
      ...texts.map(field => ({ name: field, type: 'string' })),
      ...longs.map(field => ({ name: field, type: 'long' })),
    ],
  },
})
const Sale = schemaOf<Sale>('Sale', ['eventId', 'subject', 'source', 'kind'], ['occurredAt', 'number'])
const Tier = schemaOf<{ tier: string }>('Tier', ['tier'], [])
const Count = schemaOf<{ count: number }>('Count', [], ['count'])
export const Tallied = schemaOf<Tallied>('Tallied', ['eventId', 'tier'], ['number', 'count'])

export const partitions = 4
const rest = { key: 'the customer', partitions, retentionMs: days(1), why: 'a test' }
export const sales = stream({ ...rest, name: 'sales', records: [Sale] })
export const tiers = table({ ...rest, name: 'tiers', records: [Tier] })
export const tallied = stream({ ...rest, name: 'tallied', records: [Tallied] })
export const moved = stream({ ...rest, name: 'process.moved', records: [] })
const counts = store({ name: 'counts', schema: Count, expiry: 'none: a test' })

export const tally: ProcessTopology & { readonly moved: typeof moved } = {
  processors: [
    processor({
      name: 'tally',
      input: { from: sales, only: [reading(Sale, ['number', 'kind'], { kind: ['sold', 'bad'] })] },
      lookups: { row: counts, tier: tableOf(tiers, Tier) },
      keeps: [counts],
      outputs: [tallied],
      reasons: ['asked'],
      process({ value: { eventId, number, kind } }, { row, tier }, { forward, keep, deadLetter }) {
        if (kind === 'bad') return deadLetter('asked')
        const count = (row?.count ?? 0) + 1
        return [keep(counts, { count }), forward(tallied, Tallied, { eventId, number, count, tier: tier?.tier ?? '' })]
      },
    }),
  ],
  changelog: table({ ...rest, name: 'process.changelog', records: [] }),
  eventIds: stream({ ...rest, name: 'process.event-ids', records: [] }),
  moved,
  decisions: stream({ ...rest, name: 'decisions', records: [Decisions] }),
  deadLetters: stream({ ...rest, name: 'dead.letters', records: [] }),
}

/** A record and the partition that its source chose. */
export interface Chosen {
  readonly partition: number
  readonly record: RecordToWrite
}

export const right = (key: string): number => partitionOf(Buffer.from(key), partitions)
/** Always the same for a key, as a partitioner's choice is. */
export const wrong = (key: string): number => (right(key) + 1) % partitions

export function sale(engine: Engine, number: number, subject: string, more: Partial<Sale> = {}): RecordToWrite {
  const value = { eventId: `e-${number}`, subject, occurredAt: 1_000 + number, source: '/till', kind: 'sold', number }
  return {
    key: Buffer.from(subject),
    value: engine.codec.encode(Sale, { ...value, ...more }),
    headers: [['n', String(number)]],
    timestamp: Date.now(),
  }
}
export const tierRow = (engine: Engine, key: string, tier: string): RecordToWrite => ({
  key: Buffer.from(key),
  value: engine.codec.encode(Tier, { tier }),
  headers: [],
  timestamp: 1_000,
})

/** Writes records where their sources have chosen to, `atOnce` at a time and `pauseMs` apart. */
export async function writeTo(
  engine: Engine,
  topic: Topic,
  chosen: readonly Chosen[],
  atOnce = 500,
  pauseMs = 0,
): Promise<void> {
  const cluster = createCluster(engine.kafka)
  await cluster.connect()
  const name = onCluster(engine, topic)
  await cluster.addMultipleTargetTopics([name])
  const publisher = new Publisher(cluster, 20_000, engine.log, () => undefined)
  for (let at = 0; at < chosen.length; at += atOnce) {
    await publisher.publish(
      chosen.slice(at, at + atOnce).map(({ partition, record }) => ({ topic: name, partition, record })),
    )
    if (pauseMs > 0) await sleep(pauseMs)
  }
  await publisher.drain()
  await cluster.disconnect()
}
