import { setTimeout as sleep } from 'node:timers/promises'
import type { ChaosBroker, ChaosCluster } from './cluster.ts'
import { type Api } from './frames.ts'
import { Trap } from './proxy.ts'
import type { Random } from './random.ts'
import { partitions, topicNames } from './topics.ts'
import type { Worker } from '../workers.ts'

/** What a fault may harm. */
export interface Context {
  readonly cluster: ChaosCluster
  /** The processes that run all the time. */
  readonly workers: readonly [Worker, ...Worker[]]
  /** One that comes and goes. */
  readonly spare: Worker
  readonly prefix: string
  /** The consumer group of the workers; their transactional ids are this, a dot and the instance. */
  readonly group: string
  readonly random: Random
  /** Called at the moment of harm, by some faults several times: time to recover counts from the last. */
  readonly harm: () => void
  /** Resolves once every partition has output of events that were produced after the last harm. */
  readonly moves: () => Promise<void>
}

export interface Fault {
  readonly name: string
  /** Does harm and undoes it: when it resolves, every process is there again and every copy of the data in sync. */
  readonly run: (context: Context) => Promise<void>
}

const wholeWithinMs = 60_000
/** Longer than the session timeout of the workers, so that others have taken over. */
const awayMs = 8_000

const killWorker: Fault = {
  name: 'kill -9 of a process, started again at once',
  run: async ({ workers, random, harm }) => {
    const worker = random.pick(workers)
    harm()
    await worker.kill()
    await worker.start()
  },
}

const killWorkerForLong: Fault = {
  name: 'kill -9 of a process, started again after others took over',
  run: async ({ workers, random, harm }) => {
    const worker = random.pick(workers)
    harm()
    await worker.kill()
    await sleep(awayMs)
    await worker.start()
  },
}

const stopWorker: Fault = {
  name: 'SIGSTOP of a process for 15 s, SIGCONT',
  run: async ({ workers, random, harm }) => {
    const worker = random.pick(workers)
    harm()
    worker.pause()
    await sleep(15_000)
    worker.resume()
  },
}

const rollWorkers: Fault = {
  name: 'rolling restart of all processes',
  run: async ({ workers, harm }) => {
    for (const worker of workers) {
      harm()
      await worker.stop()
      await worker.start()
    }
  },
}

const joinAndLeave: Fault = {
  name: 'a member joins and leaves',
  run: async ({ spare, random, harm, moves }) => {
    harm()
    await spare.start()
    await moves()
    await sleep(random.whole(1_500))
    harm()
    await spare.stop()
  },
}

const movesWhileJoining = 6

const joinWhileLeadersMove: Fault = {
  name: 'a member joins while leaders move, and leaves',
  run: async ({ cluster, spare, prefix, harm, moves }) => {
    const state = [topicNames.changelog, topicNames.eventIds].map(name => prefix + name)
    harm()
    const ready = spare.start()
    ready.catch(() => undefined)
    for (let n = 0; n < movesWhileJoining; n++) await cluster.moveLeaders(state)
    harm()
    await ready
    await moves()
    harm()
    await spare.stop()
  },
}

/** A broker that leads something the processes need. */
function leaderAtRandom({ cluster, prefix, random }: Context): Promise<ChaosBroker> {
  const topic = random.pick([topicNames.happenings, topicNames.results, topicNames.changelog])
  return cluster.leaderOf(prefix + topic, random.whole(partitions))
}

const killLeader: Fault = {
  name: 'kill -9 of a leader',
  run: async context => killBroker(context, await leaderAtRandom(context)),
}

const killCoordinator: Fault = {
  name: 'kill -9 of a coordinator',
  run: async context => {
    const { cluster, group, workers, random } = context
    const instance = random.pick(workers).instance
    const coordinator = random.chance(0.5)
      ? cluster.coordinatorOf('group', group)
      : cluster.coordinatorOf('transaction', `${group}.${instance}`)
    await killBroker(context, await coordinator)
  },
}

async function killBroker({ cluster, random, harm }: Context, broker: ChaosBroker): Promise<void> {
  harm()
  await broker.kill()
  await sleep(1_000 + random.whole(4_000))
  await broker.start()
  await cluster.whole(wholeWithinMs)
}

const stopLeader: Fault = {
  name: 'SIGSTOP of a leader for 6 s, SIGCONT',
  run: async context => {
    const { cluster, harm } = context
    const broker = await leaderAtRandom(context)
    harm()
    broker.pause()
    await sleep(6_000)
    broker.resume()
    await cluster.whole(wholeWithinMs)
  },
}

const apis = ['EndTxn', 'Produce', 'AddPartitionsToTxn', 'TxnOffsetCommit'] as const

const cutInTransaction = (when: 'before' | 'after'): Fault => ({
  name: `connection cut in mid transaction, ${when} a request`,
  run: async ({ cluster, random, harm }) => {
    const trap = new Trap(random.pick<Api>(apis), when)
    harm()
    for (const { proxy } of cluster.brokers) proxy.trap = trap
    const sprung = await Promise.race([trap.sprung.then(() => true), sleep(trapMs).then(() => false)])
    for (const { proxy } of cluster.brokers) proxy.trap = undefined
    if (!sprung) throw new Error(`no ${trap.api} passed within ${trapMs} ms`)
  },
})
const trapMs = 10_000

const cutBroker: Fault = {
  name: 'no connection to one broker for 3 s',
  run: async context => {
    const { proxy } = await leaderAtRandom(context)
    context.harm()
    await proxy.cut(3_000)
  },
}

const stallBroker: Fault = {
  name: 'nothing passes to or from one broker for 7 s',
  run: async context => {
    const { proxy } = await leaderAtRandom(context)
    context.harm()
    await proxy.stall(7_000)
  },
}

export const faults: readonly Fault[] = [
  killWorker,
  killWorkerForLong,
  stopWorker,
  rollWorkers,
  joinAndLeave,
  joinWhileLeadersMove,
  killLeader,
  killCoordinator,
  stopLeader,
  cutInTransaction('before'),
  cutInTransaction('after'),
  cutBroker,
  stallBroker,
]

/** The faults in turn, each once before any comes again, every time in another order. */
export function* turns(random: Random, among: readonly Fault[]): Generator<Fault> {
  while (among.length > 0) yield* random.shuffled(among)
}
