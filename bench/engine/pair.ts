import { setTimeout as sleep } from 'node:timers/promises'
import { counted, counting, happenings, partitions } from '../../test/stream/live/counting.ts'
import { Arrivals } from './arrivals.ts'
import { Follower } from './follower.ts'
import { newTopics, type Ground } from './ground.ts'
import { Input, Steady } from './input.ts'
import { WorkerProcess } from './worker-process.ts'

/** Each partition gets an event so often: 200 a second over four. */
const everyMs = 20

/** Two processes that share the tasks of the counting topology, under a steady input. */
export class Pair {
  readonly arrivals = new Arrivals()
  readonly #workers = new Map<string, WorkerProcess>()
  readonly #start: (instance: string) => WorkerProcess
  readonly #over: () => Promise<void>

  private constructor(start: (instance: string) => WorkerProcess, over: () => Promise<void>) {
    this.#start = start
    this.#over = over
  }

  /** Resolves when both have their half and have been at work for a while. */
  static async start(ground: Ground, name: string, session: number): Promise<Pair> {
    const { engine, where } = await newTopics(ground, name, counting)
    const worker = (instance: string) => new WorkerProcess({ ...where, topology: 'counting', instance, session })
    const input = await Input.open(engine, happenings)
    const pair = new Pair(worker, async () => {
      await steady.stop()
      await pair.arrivals.complete(steady.sent)
      for (const one of pair.#workers.values()) await one.end('SIGTERM')
      await follower.stop()
      await input.close()
    })
    const follower = new Follower(engine, counted, pair.arrivals.see)
    pair.startOne('one')
    pair.startOne('two')
    await pair.settled()
    const steady = new Steady(engine, input, happenings, everyMs)
    await sleep(2_000)
    return pair
  }

  worker(instance: string): WorkerProcess {
    const worker = this.#workers.get(instance)
    if (!worker) throw new Error(`there is no worker ${instance}`)
    return worker
  }

  startOne(instance: string): void {
    this.#workers.set(instance, this.#start(instance))
  }

  /** Resolves when each runs with half of the tasks. */
  async settled(): Promise<void> {
    await Promise.all([...this.#workers.values()].map(worker => worker.running(partitions / 2)))
  }

  /** Stops everything once all that was sent has come out, exactly once; throws when it has not. */
  over(): Promise<void> {
    return this.#over()
  }
}
