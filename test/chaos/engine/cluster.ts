import { setTimeout as sleep } from 'node:timers/promises'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Admin } from 'kafkajs'
import { ensurePart, kafkaPart } from '../../../src/stack/artifacts.ts'
import type { BrokerPlan } from '../../../src/stack/broker-settings.ts'
import { startBroker } from '../../../src/stack/broker.ts'
import { cacheFolder } from '../../../src/stack/cache.ts'
import { openDataFolder, type DataFolder } from '../../../src/stack/data-folder.ts'
import type { JavaProcess } from '../../../src/stack/java-process.ts'
import { findJava } from '../../../src/stack/java.ts'
import { host } from '../../../src/stack/ports.ts'
import { coordinatorPartition, coordinatorTopics } from './coordinator.ts'
import { moveLeaders } from './leaders.ts'
import { lastingPorts } from './ports.ts'
import { Proxy } from './proxy.ts'
import { directClient } from './topics.ts'

/** One broker of the cluster, which can be harmed. */
export interface ChaosBroker {
  readonly node: number
  /** What stands between the engine's processes and this broker. */
  readonly proxy: Proxy
  /** kill -9; resolves once it is gone. */
  kill(): Promise<void>
  /** SIGSTOP and SIGCONT. */
  pause(): void
  resume(): void
  /** Starts it again on its data and waits until it answers. */
  start(): Promise<void>
}

/** Three brokers, each with a direct listener and one that is advertised as its proxy. */
export interface ChaosCluster {
  /** For producer, readers and admin. */
  readonly direct: string
  /** For the engine's processes: every connection passes a proxy. */
  readonly proxied: string
  readonly brokers: readonly ChaosBroker[]
  /** Resolves once every partition has all its copies in sync, or rejects after that time. */
  whole(withinMs: number): Promise<void>
  /** The broker that leads a partition. */
  leaderOf(topic: string, partition: number): Promise<ChaosBroker>
  /** The broker that looks after a consumer group or a transactional id. */
  coordinatorOf(what: keyof typeof coordinatorTopics, id: string): Promise<ChaosBroker>
  /** Resolves once the consumer group is stable with so many members, or rejects after that time. */
  settled(group: string, members: number, withinMs: number): Promise<void>
  /** Resolves once every partition of the topics is led by another broker than before. */
  moveLeaders(topics: readonly string[]): Promise<void>
  stop(): Promise<void>
}

const nodes = [1, 2, 3]
const heapMb = 320

/** Starts the cluster on an empty folder; Kafka is fetched at first use. */
export async function startCluster(path: string, report: (line: string) => void): Promise<ChaosCluster> {
  const folder = await openDataFolder(path, nodes)
  const ports = await lastingPorts(nodes.length * 3)
  const plans = nodes.map((node, at): BrokerPlan => {
    const [port = 0, controllerPort = 0] = ports.slice(at * 3)
    return { node, port, controllerPort, data: join(folder.path, `broker-${node}`, 'data') }
  })
  const brokers = await brokersOf(folder, plans, ports, report)
  const stop = async () => {
    await Promise.all(brokers.map(broker => broker.stop()))
    await folder.lock.release()
  }
  try {
    await Promise.all(brokers.map(broker => broker.start()))
  } catch (error) {
    await stop()
    throw error
  }
  const direct = plans.map(({ port }) => `${host}:${port}`).join(',')
  const leaderOf = async (topic: string, partition: number) => {
    const found = await leader(direct, topic, partition)
    return brokers.find(({ node }) => node === found) ?? orThrow(`no broker leads ${topic}-${partition}`)
  }
  return {
    direct,
    proxied: brokers.map(({ proxy }) => `${host}:${proxy.port}`).join(','),
    brokers,
    whole: withinMs => until(direct, underReplicated, withinMs),
    settled: (group, members, withinMs) => until(direct, admin => unsettled(admin, group, members), withinMs),
    leaderOf,
    coordinatorOf: async (what, id) => {
      const topic = coordinatorTopics[what]
      return leaderOf(topic, coordinatorPartition(id, await partitionsOf(direct, topic)))
    },
    moveLeaders: topics => moveLeaders(direct, topics),
    stop,
  }
}

async function brokersOf(
  { path, identity }: DataFolder,
  plans: readonly BrokerPlan[],
  ports: readonly number[],
  report: (line: string) => void,
): Promise<Broker[]> {
  const java = await findJava()
  const jars = await ensurePart(kafkaPart, cacheFolder(), report)
  await mkdir(join(path, 'logs'), { recursive: true })
  const broker = async (plan: BrokerPlan, at: number) => {
    const upstream = ports[at * 3 + 2] ?? 0
    const proxy = await Proxy.open(upstream)
    const home = join(path, `broker-${plan.node}`)
    const log = join(path, 'logs', `broker-${plan.node}.log`)
    const settings = { ...listeners(plan, upstream, proxy.port), ...quick }
    const begin = { plan, cluster: plans, identity, home, log, java, jars, settings, heapMb, report }
    return new Broker(plan.node, proxy, () => startBroker(begin))
  }
  return Promise.all(plans.map(broker))
}

/** PLAINTEXT is the direct one, as the brokers use it among themselves; PROXIED says the proxy's port to whoever asks on it. */
function listeners({ port, controllerPort }: BrokerPlan, upstream: number, proxyPort: number): Record<string, string> {
  return {
    listeners: `PLAINTEXT://${host}:${port},PROXIED://${host}:${upstream},CONTROLLER://${host}:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://${host}:${port},PROXIED://${host}:${proxyPort}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,PROXIED:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'inter.broker.listener.name': 'PLAINTEXT',
  }
}

/** Compaction that does not wait; followers that fall out of sync soon, so that a stopped broker holds writes up for seconds only. */
const quick = {
  'log.cleaner.backoff.ms': '2000',
  'replica.lag.time.max.ms': '5000',
  // A broker that came back leads nothing until leaders go back to it, and whoever leads nothing is not missed.
  'leader.imbalance.check.interval.seconds': '5',
  'leader.imbalance.per.broker.percentage': '0',
  'controller.quorum.election.timeout.ms': '1000',
  'controller.quorum.fetch.timeout.ms': '2000',
}

class Broker implements ChaosBroker {
  readonly node: number
  readonly proxy: Proxy
  readonly #begin: () => Promise<JavaProcess>
  #process: JavaProcess | undefined

  constructor(node: number, proxy: Proxy, begin: () => Promise<JavaProcess>) {
    this.node = node
    this.proxy = proxy
    this.#begin = begin
  }

  async start(): Promise<void> {
    const started = (this.#process ??= await this.#begin())
    void started.ended.then(() => {
      if (this.#process === started) this.#process = undefined
    })
  }

  async kill(): Promise<void> {
    const victim = this.#process
    this.#signal('SIGKILL')
    await victim?.ended
    this.#process = undefined
  }

  pause(): void {
    this.#signal('SIGSTOP')
  }

  resume(): void {
    this.#signal('SIGCONT')
  }

  /** For good: its data is of no use to anybody. */
  async stop(): Promise<void> {
    await this.kill()
    await this.proxy.close()
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.#process) process.kill(this.#process.pid, signal)
  }
}

async function withAdmin<T>(brokers: string, ask: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = directClient(brokers).admin()
  try {
    await admin.connect()
    return await ask(admin)
  } finally {
    await admin.disconnect().catch(() => undefined)
  }
}

const leader = (brokers: string, topic: string, partition: number): Promise<number> =>
  withAdmin(brokers, async admin => {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] })
    const found = topics[0]?.partitions.find(({ partitionId }) => partitionId === partition)
    return found?.leader ?? orThrow(`there is no partition ${topic}-${partition}`)
  })

const partitionsOf = (brokers: string, topic: string): Promise<number> =>
  withAdmin(
    brokers,
    async admin => (await admin.fetchTopicMetadata({ topics: [topic] })).topics[0]?.partitions.length ?? 0,
  )

/** Asks until nothing is amiss any more. */
async function until(brokers: string, ask: (admin: Admin) => Promise<string[]>, withinMs: number): Promise<void> {
  const deadline = Date.now() + withinMs
  for (;;) {
    const amiss = await withAdmin(brokers, ask).catch((error: unknown) => [String(error)])
    if (amiss.length === 0) return
    if (Date.now() > deadline) throw new Error(`after ${withinMs} ms still: ${amiss.join(', ')}`)
    await sleep(250)
  }
}

async function unsettled(admin: Admin, group: string, members: number): Promise<string[]> {
  const { groups } = await admin.describeGroups([group])
  const found = groups.map(({ state, members: there }) => `group ${state} with ${there.length} members`)
  return found.filter(words => words !== `group Stable with ${members} members`)
}

async function underReplicated(admin: Admin): Promise<string[]> {
  const { topics } = await admin.fetchTopicMetadata()
  return topics.flatMap(({ name, partitions }) =>
    partitions
      .filter(({ replicas, isr }) => isr.length < replicas.length)
      .map(({ partitionId }) => `${name}-${partitionId} lacks a copy`),
  )
}

function orThrow(words: string): never {
  throw new Error(words)
}
