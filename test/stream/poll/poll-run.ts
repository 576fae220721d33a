import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { PollOrder } from '../../../schemas/poll-order.generated.ts'
import type { RecordSchema } from '../../../schemas/record.ts'
import { systemClock } from '../../../src/clock.ts'
import { readSettings } from '../../../src/config.ts'
import { AvroCodec, fullMessage, TopicAdmin } from '../../../src/kafka/index.ts'
import { createMetrics } from '../../../src/metrics.ts'
import { days, stream, table, type Poller, type PollSource } from '../../../src/stream/define.ts'
import { onCluster, PollWork, restoreRows, Stage, type Engine } from '../../../src/stream/index.ts'
import { field } from '../../field.ts'
import { until } from '../../until.ts'

interface Ticked {
  eventId: string
  subject: string
  number: number
  by: string
}
interface Ticks {
  number: number
  orders: number
}
const record = (name: string, fields: Record<string, string>) => ({
  ...{ type: 'record', name, namespace: 'test' },
  fields: Object.entries(fields).map(([field, type]) => ({ name: field, type })),
})
export const Ticked: RecordSchema<'test.Ticked', Ticked> = {
  name: 'test.Ticked',
  compatibility: 'FULL',
  avro: record('Ticked', { eventId: 'string', subject: 'string', number: 'long', by: 'string' }),
}
const Ticks: RecordSchema<'test.Ticks', Ticks> = {
  name: 'test.Ticks',
  compatibility: 'FULL',
  avro: record('Ticks', { number: 'long', orders: 'long' }),
}
const rest = { key: 'a test', why: 'a test' }
const lasting = { ...rest, retentionMs: days(1) }
export const ticks = stream({ ...lasting, name: 'tick.events', partitions: 3, records: [Ticked] })
export const orders = stream({ ...lasting, name: 'tick.poll', partitions: 1, records: [PollOrder] })
export const ticksState = table({ ...rest, name: 'tick.poll-state', partitions: 1, records: [Ticks] })
export const letters = stream({ ...lasting, name: 'dead.letters', partitions: 3, records: [] })
const schemas = [Ticked, Ticks, PollOrder]

/** What a step of the source does beside counting on. */
export interface Harms {
  readonly trouble?: (step: number) => string | undefined
  readonly throws?: (step: number) => boolean
  /** An event that its schema does not take. */
  readonly misfit?: (step: number) => boolean
}

/** A source that counts: each step tells the next three numbers and remembers the last, as pages of a server would. Remembers what it told beside the state, as a careless source would, to show that `restart` matters. */
export function counter(by: string, harms: Harms = {}): PollSource {
  let ahead: number | undefined
  let steps = 0
  return {
    restart: () => (ahead = undefined),
    step: async (state, asked) => {
      steps++
      await sleep(2)
      const row = state.get('ticks')
      const last = ahead ?? Number(field(row, 'number') ?? 0)
      const trouble = harms.trouble?.(steps)
      const nothing = {
        publications: [],
        refusals: [],
        rows: new Map(),
        nextAfterMs: 0,
        requests: 1,
        roundEnded: false,
      }
      if (trouble !== undefined) return { ...nothing, trouble }
      if (harms.throws?.(steps)) throw new Error('a fault of ours')
      ahead = last + 3
      const numbers = [last + 1, last + 2, last + 3]
      const events = numbers.map(number => ({
        ...{ topic: ticks, schema: Ticked, key: `k-${number % 7}`, headers: {} },
        value: { eventId: String(number), subject: `k-${number % 7}`, number, by },
      }))
      const wrong = { topic: ticks, schema: Ticked, key: 'wrong', headers: {}, value: { eventId: 7 } }
      const count = Number(field(row, 'orders') ?? 0) + asked.length
      return {
        ...nothing,
        publications: harms.misfit?.(steps) ? [...events, wrong] : events,
        rows: new Map([['ticks', { number: ahead, orders: count }]]),
        roundEnded: true,
        behindMs: 0,
      }
    },
    close: () => Promise.resolve(),
  }
}

const poller = (open: () => PollSource): Poller => ({
  ...{ name: 'tick', orders, state: ticksState, topics: [ticks] },
  isNamed: () => true,
  open,
})

export interface PollRunSettings {
  readonly brokers: string
  readonly prefix: string
  readonly instance: string
  readonly env?: Readonly<Record<string, string>>
}

export function engineOf({ brokers, prefix, instance, env = {} }: PollRunSettings): Engine {
  const log = pino({ level: process.env['SIGNALBOX_TEST_LOG'] ?? 'silent' }, pino.destination(2))
  const codec = new AvroCodec({ schemaOf: () => Promise.reject(new Error('no registry here')) }, schemas)
  schemas.forEach((schema, at) => codec.useForWriting(schema, at + 1))
  return {
    settings: readSettings({
      SIGNALBOX_TOPIC_PREFIX: prefix,
      SIGNALBOX_INSTANCE: instance,
      SIGNALBOX_SESSION_TIMEOUT_MS: '2000',
      SIGNALBOX_TRANSACTION_TIMEOUT_MS: '10000',
      ...env,
    }),
    kafka: { brokers: brokers.split(','), clientId: instance, log },
    ...{ codec, clock: systemClock, metrics: createMetrics(), log },
  }
}

export async function makeTopics(settings: PollRunSettings): Promise<void> {
  const engine = engineOf(settings)
  const admin = new TopicAdmin(engine.kafka)
  await admin.connect()
  await admin.create(
    [ticks, orders, ticksState, letters].map(topic => ({
      ...{ name: onCluster(engine, topic), partitions: topic.partitions, replication: 1 },
      config: { 'cleanup.policy': topic.kind === 'table' ? 'compact' : 'delete' },
    })),
  )
  await admin.close()
}

/** A poll stage on a real Kafka, in this process. */
export function startPolling(settings: PollRunSettings, source: PollSource) {
  const engine = engineOf(settings)
  const stopping = new AbortController()
  const declared = poller(() => source)
  const stage = new Stage(engine, {
    name: 'poll.tick',
    inputs: [orders],
    others: [ticks, ticksState, letters],
    work: (cluster, fetcher) =>
      new PollWork({
        ...{ engine, poller: declared, source, deadLetters: letters, fetcher },
        restore: lost => restoreRows(engine, ticksState, cluster, lost),
      }),
  })
  let failure: unknown
  const ended = stage.run(stopping.signal)
  ended.catch((error: unknown) => (failure = error))
  return {
    ...{ engine, stage, ended },
    running: async () => {
      await until(
        () => Promise.resolve(failure !== undefined || stage.status === 'running'),
        reached => reached,
        30_000,
      )
      if (failure !== undefined) throw new Error(fullMessage(failure))
    },
    stop: async () => {
      stopping.abort(new Error('the test is over'))
      await ended.catch(() => undefined)
    },
  }
}
