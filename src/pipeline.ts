import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Clock } from './clock.ts'
import { InvalidSettings, type Settings } from './config.ts'
import { AvroCodec, fullMessage } from './kafka/index.ts'
import { createMetrics } from './metrics.ts'
import { kafkaAt, registryAt } from './ops/connections.ts'
import { patiently } from './ops/patiently.ts'
import { provision } from './ops/provision.ts'
import { withAdmin } from './ops/with-admin.ts'
import { createServer, type Health } from './server.ts'
import type { Poller, Sink } from './stream/define.ts'
import {
  Controls,
  DeliveryWork,
  inputsOf,
  othersOf,
  PollWork,
  problemsOf,
  ProcessWork,
  Publishing,
  restoreLedger,
  restoreRows,
  schemasOf,
  Stage,
  type Engine,
  type Topology,
} from './stream/index.ts'

/** A pipeline that runs in this process. */
export interface Pipeline {
  /** Where its HTTP server listens. */
  readonly url: string
  /** Resolves when every part serves; never, when it is stopped or fails before. */
  readonly ready: Promise<void>
  /** Resolves after an orderly stop; rejects with what brought a part down. */
  readonly ended: Promise<void>
  /** Takes no more requests, finishes and commits what is under way, leaves the groups. */
  stop(): Promise<void>
}

/**
 * Starts the parts of the topology that the settings name. Rejects with every problem of the topology, or with InvalidSettings, NotProvisioned,
 * KafkaUnreachable or RegistryUnavailable; no part runs then.
 */
export async function startPipeline(
  topology: Topology,
  settings: Settings,
  clock: Clock,
  log: Logger,
): Promise<Pipeline> {
  const problems = problemsOf(topology)
  if (problems.length > 0)
    throw new Error(`the topology cannot run:\n${problems.map(problem => `  ${problem}`).join('\n')}`)
  refuseUnknownParts(topology, settings)
  const engine = await prepare(topology, settings, clock, log)
  const stages = stagesOf(topology, engine)
  const publishing = settings.parts.includes('ingress') ? new Publishing(engine, topology.deadLetters) : undefined
  await patiently(log, async () => publishing?.open(topology.adapters.flatMap(adapter => adapter.topics)))
  const stopping = new AbortController()
  const server = createServer(healthOf(stages, publishing, stopping.signal), engine.metrics, settings)
  if (publishing) {
    const { publish, refuse } = publishing
    const context = { publish, refuse, settings, clock, metrics: engine.metrics, log }
    for (const adapter of topology.adapters) adapter.receive(server, context)
  }
  const url = await listen(server, settings)
  // A process of ingress alone has no stage, and runs until it is stopped all the same.
  const stopped = new Promise<void>(resolve => stopping.signal.addEventListener('abort', () => resolve()))
  const running = Promise.all([...stages.map(stage => stage.run(stopping.signal)), stopped])
  const stop = async () => {
    await server.close()
    await publishing?.close()
    stopping.abort(new Error('stopping'))
    await running
  }
  const ended = running.then(() => undefined)
  ended.catch(() => stopping.abort(new Error('a part failed')))
  return { url, ready: untilRunning(stages, stopping.signal), ended, stop }
}

/** Connects to registry and cluster, and leaves both as the topology needs them. */
async function prepare(topology: Topology, settings: Settings, clock: Clock, log: Logger): Promise<Engine> {
  const { kafkaBrokers: brokers, registryUrl } = settings
  if (!brokers || registryUrl === undefined)
    throw new Error('SIGNALBOX_KAFKA_BROKERS and SIGNALBOX_REGISTRY_URL are needed where nothing is embedded')
  const kafka = kafkaAt(brokers, `signalbox-${settings.instance}`, settings, log)
  const registry = registryAt(registryUrl, settings)
  const ids = await patiently(log, () => withAdmin(kafka, admin => provision(topology, settings, admin, registry, log)))
  const codec = new AvroCodec(registry, schemasOf(topology))
  for (const [schema, id] of ids) codec.useForWriting(schema, id)
  return { settings, kafka, codec, clock, metrics: createMetrics(), log }
}

/** A misspelt part would do nothing, and say so to nobody. */
function refuseUnknownParts(topology: Topology, { parts }: Settings): void {
  const pollers = topology.pollers.map(({ name }) => `poll.${name}`)
  const sinks = topology.sinks.map(({ name }) => `deliver.${name}`)
  const known = ['ingress', 'poll', ...pollers, 'process', 'deliver', ...sinks]
  const unknown = parts.filter(part => !known.includes(part))
  if (unknown.length === 0) return
  throw new InvalidSettings(
    unknown.map(part => `SIGNALBOX_PARTS: there is no part ${part}; there are ${known.join(', ')}`),
  )
}

async function listen(server: ReturnType<typeof createServer>, { httpHost, httpPort }: Settings): Promise<string> {
  try {
    return await server.listen({ host: httpHost, port: httpPort })
  } catch (error) {
    throw new InvalidSettings([
      `SIGNALBOX_HTTP_HOST, SIGNALBOX_HTTP_PORT: cannot listen on port ${httpPort} of ${httpHost}: ${fullMessage(error)}`,
    ])
  }
}

function stagesOf(topology: Topology, engine: Engine): Stage[] {
  const { parts } = engine.settings
  const process = new Stage(engine, {
    name: 'process',
    inputs: inputsOf(topology),
    others: othersOf(topology),
    work: (cluster, fetcher) => new ProcessWork(engine, topology, cluster, fetcher),
  })
  const deliver = topology.sinks
    .filter(sink => parts.includes('deliver') || parts.includes(`deliver.${sink.name}`))
    .filter(sink => sink.isNamed(engine.settings))
    .map(sink => deliverStage(topology, sink, engine))
  const poll = topology.pollers
    .filter(({ name }) => parts.includes('poll') || parts.includes(`poll.${name}`))
    .filter(poller => poller.isNamed(engine.settings))
    .map(poller => pollStage(topology, poller, engine))
  return [...poll, ...(parts.includes('process') ? [process] : []), ...deliver]
}

function pollStage({ deadLetters }: Topology, poller: Poller, engine: Engine): Stage {
  const { orders, state, topics } = poller
  const source = poller.open(engine.settings, engine.clock, engine.log)
  return new Stage(engine, {
    name: `poll.${poller.name}`,
    inputs: [orders],
    others: [...topics, state, deadLetters],
    work: (cluster, fetcher) =>
      new PollWork({
        ...{ engine, poller, source, deadLetters, fetcher },
        restore: lost => restoreRows(engine, state, cluster, lost),
      }),
  })
}

function deliverStage(topology: Topology, sink: Sink, engine: Engine): Stage {
  const { receipts, deadLetters, control } = topology
  const client = sink.open(engine.settings, engine.clock)
  return new Stage(engine, {
    name: `deliver.${sink.name}`,
    inputs: [sink.commands],
    others: [receipts, deadLetters, control, sink.ledger],
    work: (cluster, fetcher) =>
      new DeliveryWork({
        engine,
        sink,
        client,
        receipts,
        deadLetters,
        control,
        fetcher,
        controls: new Controls(engine, control, sink.name),
        restore: (partitions, lost) => restoreLedger(engine, sink.ledger, cluster, partitions, lost),
      }),
  })
}

/** Whoever asks for readiness waits a few seconds at most, and the client would wait longer for a broker that hangs. */
const pingSeconds = 2

async function answerOf(publishing: Publishing): Promise<string> {
  const answered = new AbortController()
  const silence = sleep(pingSeconds * 1_000, `does not answer within ${pingSeconds} s`, { signal: answered.signal })
  silence.catch(() => undefined)
  const answer = publishing.ping().then(() => 'answers', fullMessage)
  return Promise.race([answer, silence]).finally(() => answered.abort())
}

function healthOf(stages: readonly Stage[], publishing: Publishing | undefined, stopping: AbortSignal): Health {
  const detail = (kafka: string) => ({
    kafka,
    stages: Object.fromEntries(
      stages.map(stage => [
        stage.name,
        {
          status: stage.status,
          tasks: stage.tasks,
          ...(stage.trouble.now !== undefined && { trouble: stage.trouble.now }),
          ...(stage.waiting !== undefined && { waiting: stage.waiting }),
          ...(stage.stuck !== undefined && { stuck: stage.stuck }),
        },
      ]),
    ),
  })
  return {
    observe: () => {
      for (const stage of stages) stage.observe()
    },
    alive: () => ({ ok: stages.every(stage => stage.status !== 'failed'), detail: detail('not asked') }),
    ready: async () => {
      const kafka = publishing ? await answerOf(publishing) : 'not asked'
      const ok =
        !stopping.aborted &&
        (kafka === 'answers' || !publishing) &&
        stages.every(
          stage => stage.status === 'running' && stage.trouble.now === undefined && stage.stuck === undefined,
        )
      return { ok, detail: detail(kafka) }
    },
  }
}

async function untilRunning(stages: readonly Stage[], stopping: AbortSignal): Promise<void> {
  while (stages.some(stage => stage.status !== 'running')) {
    if (stopping.aborted) return new Promise(() => undefined)
    await sleep(20)
  }
}
