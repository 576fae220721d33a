/**
 * npm run --silent bench:join -- --bootstrap HOST:PORT --prefix PREFIX [--forever] [--without dedupe,decisions,...]
 * The join of the design card with the real engine, exactly once, on the topics that the benchmark's peer has filled. The last line is JSON.
 */
import { Command as Program } from 'commander'
import { pino } from 'pino'
import { z } from 'zod'
import { Decisions } from '../schemas/decisions.generated.ts'
import { systemClock } from '../src/clock.ts'
import { readSettings } from '../src/config.ts'
import { AvroCodec, createCluster, listOffsets, TopicAdmin } from '../src/kafka/index.ts'
import { createMetrics } from '../src/metrics.ts'
import { signalled } from '../src/signals.ts'
import { inputsOf, onCluster, othersOf, processSchemasOf, ProcessWork, Stage } from '../src/stream/index.ts'
import { Measured, timed } from './join/measured.ts'
import { Case, Command, Engagement, joinTopology, writers, type Feature } from './join/topology.ts'

const Options = z.object({
  bootstrap: z.string(),
  prefix: z.string(),
  forever: z.boolean().default(false),
  without: z.string().default(''),
  instance: z.string().default(`bench-${process.pid}`),
})
const program = new Program()
  .requiredOption('--bootstrap <host:port>', 'a broker')
  .requiredOption('--prefix <prefix>', 'what the names of the topics begin with')
  .option('--forever', 'serve until SIGTERM; several of these share the work')
  .option('--without <features>', 'leave out dedupe, decisions, versioned table, moved events (separated by commas)')
  .option('--instance <name>', 'the name in the group')
const options = Options.parse(program.parse().opts())

const all: readonly Feature[] = ['dedupe', 'decisions', 'versioned table', 'moved events']
const on = new Set(all.filter(feature => !options.without.split(',').includes(feature)))
const own = options.forever ? 'join.' : `join-${Date.now().toString(36)}.`
const settings = readSettings({
  SIGNALBOX_TOPIC_PREFIX: `${options.prefix}.`,
  SIGNALBOX_INSTANCE: options.instance,
  SIGNALBOX_ON_STOP: 'leave',
})
const log = pino({ level: 'warn' }, pino.destination(2))
const kafka = { brokers: [options.bootstrap], clientId: options.instance, log }

const admin = new TopicAdmin(kafka)
await admin.connect()
const [input] = await admin.describe([`${options.prefix}.engagement`], [])
if (!input) throw new Error(`there is no topic ${options.prefix}.engagement on ${options.bootstrap}`)
const topology = joinTopology(own, input.partitions, on)
const codec = new AvroCodec({ schemaOf: id => Promise.reject(new Error(`schema ${id} is unknown`)) }, [
  ...processSchemasOf(topology),
])
codec.useForWriting(Engagement, 91)
codec.useForWriting(Case, 92)
codec.useForReading(1, writers[1])
codec.useForReading(2, writers[2])
codec.useForWriting(Command, 3)
codec.useForWriting(Decisions, 4)
const engine = { settings, kafka, codec, clock: systemClock, metrics: createMetrics(), log }
const ours = [...othersOf(topology), ...(topology.moved ? [topology.moved] : [])]
const existing = new Set(
  (
    await admin.describe(
      ours.map(topic => onCluster(engine, topic)),
      [],
    )
  ).map(({ name }) => name),
)
await admin.create(
  ours
    .map(topic => ({ name: onCluster(engine, topic), partitions: topic.partitions, replication: 1, kind: topic.kind }))
    .filter(({ name }) => !existing.has(name))
    .map(({ kind, ...topic }) => ({ ...topic, config: { 'cleanup.policy': kind === 'table' ? 'compact' : 'delete' } })),
)
await admin.close()

const filled = inputsOf(topology).filter(topic => topic !== topology.moved)
const places = filled.flatMap(topic =>
  Array.from({ length: topic.partitions }, (_, partition) => ({ topic: onCluster(engine, topic), partition })),
)
const cluster = createCluster(kafka)
await cluster.connect()
await cluster.addMultipleTargetTopics(filled.map(topic => onCluster(engine, topic)))
const ends = await listOffsets(cluster, places, 'stable')
await cluster.disconnect()

const stopping = new AbortController()
void signalled(5_000, line => log.warn(line)).then(() => stopping.abort())
let firstAt = 0
let measured: Measured | undefined
const finished = (lastAt: number): void => {
  const seconds = (lastAt - firstAt) / 1_000
  const events = ends.filter(({ topic }) => topic.endsWith('.engagement')).reduce((sum, { offset }) => sum + offset, 0)
  if (options.forever) return
  result = { events, seconds, eventsPerSecond: Math.round(events / seconds) }
  stopping.abort()
}
let result: object | undefined
const stage = new Stage(engine, {
  name: options.forever ? 'process' : own,
  inputs: inputsOf(topology),
  others: othersOf(topology),
  work: (connection, fetcher) => {
    const source = timed(fetcher, () => (firstAt = performance.now()))
    measured = new Measured(new ProcessWork(engine, topology, connection, source), ends, finished)
    return measured
  },
})
await stage.run(stopping.signal)
if (!options.forever) {
  const rssMb = Math.round(process.resourceUsage().maxRSS / 1_024)
  console.log(
    JSON.stringify({ ...result, commands: measured?.outputs(`${options.prefix}.commands`), rssMb, features: [...on] }),
  )
}
