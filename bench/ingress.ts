/**
 * npm run --silent bench:ingress -- [singles|batches] [--seconds N]: what the ingress takes, and beside it, by turns in the same run on the same Kafka, a bare Fastify and kafkajs endpoint.
 * Every process, the load and the broker run on the cores of this machine. The last line is JSON.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Argument, Command } from 'commander'
import { Kafka, logLevel } from 'kafkajs'
import { startPipeline } from '../test/pipeline.ts'
import { taskCount } from '../topics/task-count.ts'
import { load as machineLoad, median } from './engine/numbers.ts'
import { load, type LoadOptions, type Turn } from './ingress/load.ts'
import { protocols, type Protocol } from './ingress/protocol.ts'
import { startOwnStack, type OwnStack } from './own-stack.ts'

interface Options {
  readonly seconds: number
  readonly turns: number
  readonly source: string
  readonly connections?: number
}

const shapes = { singles: { size: 1, connections: 50 }, batches: { size: 100, connections: 16 } } as const
type Shape = keyof typeof shapes

async function startBare(brokers: string) {
  const topic = 'bare.events'
  const admin = new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING }).admin()
  await admin.connect()
  await admin.createTopics({ topics: [{ topic, numPartitions: taskCount }], waitForLeaders: true })
  await admin.disconnect()
  const program = join(import.meta.dirname, 'ingress/bare.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', program, brokers, topic], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const stop = async () => {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /^ready (http:\S+)/.exec(line)?.[1]
    if (url !== undefined) return { url, stop }
  }
  throw new Error('the bare endpoint ended before it was ready')
}

const summary = (turns: readonly Turn[]) => ({
  eventsPerSecond: median(turns.map(({ eventsPerSecond }) => eventsPerSecond)),
  p50Ms: median(turns.map(({ p50Ms }) => p50Ms)),
  p99Ms: median(turns.map(({ p99Ms }) => p99Ms)),
})

/** One source in one shape: ours and the bare one by turns, each warmed up once. */
async function compared(ours: string, bare: string, protocol: Protocol, shape: Shape, options: Options) {
  const { seconds, connections = shapes[shape].connections } = options
  const one: LoadOptions = { size: shapes[shape].size, connections, seconds }
  const warm = { ...one, seconds: Math.min(3, seconds) }
  const [our, bares]: [Turn[], Turn[]] = [[], []]
  await load(ours, protocol, warm)
  await load(bare, protocol, warm)
  for (let turn = 0; turn < options.turns; turn++) {
    our.push(await load(ours, protocol, one))
    bares.push(await load(bare, protocol, one))
    console.error(JSON.stringify({ source: protocol.name, shape, ours: our.at(-1), bare: bares.at(-1) }))
  }
  const [we, they] = [summary(our), summary(bares)]
  const ratio = Number((we.eventsPerSecond / they.eventsPerSecond).toFixed(3))
  return { source: protocol.name, shape, connections, ours: we, bare: they, ratio, machineLoad: machineLoad() }
}

async function bench(stack: OwnStack, wanted: readonly Shape[], options: Options) {
  process.env['SIGNALBOX_TEST_BROKERS'] = stack.brokers
  process.env['SIGNALBOX_TEST_REGISTRY'] = stack.registryUrl
  const chosen = protocols.filter(({ name }) => options.source === 'all' || options.source === name)
  if (chosen.length === 0) throw new Error(`there is no source ${options.source}`)
  const env = Object.fromEntries(chosen.flatMap(protocol => Object.entries(protocol.env)))
  const pipeline = await startPipeline({ ...env, SIGNALBOX_PARTS: 'ingress' })
  const bare = await startBare(stack.brokers)
  const rows = []
  for (const protocol of chosen)
    for (const shape of wanted) rows.push(await compared(pipeline.url, bare.url, protocol, shape, options))
  await bare.stop()
  await pipeline.stop()
  return rows
}

async function run(shape: Shape | undefined, options: Options): Promise<void> {
  const stack = await startOwnStack()
  try {
    console.log(JSON.stringify(await bench(stack, shape ? [shape] : ['singles', 'batches'], options)))
  } finally {
    await stack.stop()
  }
}

await new Command('bench:ingress')
  .description('Events a second into Kafka over HTTP, beside a bare Fastify and kafkajs endpoint.')
  .addArgument(
    new Argument('[shape]', 'one event a request over 50 connections, or 100 over 16; both where left out').choices([
      'singles',
      'batches',
    ]),
  )
  .option('--seconds <n>', 'how long a turn is', Number, 10)
  .option('--turns <n>', 'turns of each', Number, 3)
  .option('--connections <n>', 'other than these', Number)
  .option('--source <name>', 'http, braze.currents, push, xconnector or all', 'all')
  .action(run)
  .parseAsync()
process.exit()
