/**
 * The ground on which the pipeline is killed with -9 at moments that a seed chooses, and started again on the same port, prefix, sandboxes and settings. Its
 * sources repeat what was not taken; what comes is waited for longer. The flows' tests are the same.
 *
 *   SIGNALBOX_TEST_KILLS_SEED=7 npm test -- test/flows/all.test.ts
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { freePorts } from '../../src/stack/index.ts'
import { random, type Random } from '../chaos/engine/random.ts'
import { startPipeline, type TestPipeline } from '../pipeline.ts'
import { startGround, type Ground } from './ground.ts'
import { Shown } from './shown.ts'
import { waitMs } from './watching.ts'

type StartedWith = Parameters<typeof startPipeline>

/** A pipeline is down for some seconds, and a call in doubt takes as long again. */
const longer = 6
/** Where a start takes longer than this, the machine is busy, and the pipeline is left alone for longer, three times at most. */
const usualStartMs = 3_000
/** When nothing is killed any more, every call in doubt is settled after so long. */
const settledMs = 10_000

/** Starts it all, and begins to kill. `stop` ends that first, and rejects when something took effect too late for any test to see it. */
export async function startHarmedGround(seed: number): Promise<Ground> {
  // Ended from outside, it takes its pipeline with it: see test/pipeline.ts.
  process.once('SIGTERM', () => process.exit(1))
  const [port = 0] = await freePorts(1)
  const shown = new Shown()
  const harm = new Harm(random(seed), seed)
  const ground = await startGround({
    env: { SIGNALBOX_HTTP_PORT: String(port) },
    start: (...given) => harm.start(given),
    sending: untilTaken,
    patience: { waitMs: longer * waitMs, sourcesRepeat: true, shown: shown.add },
  })
  const stop = async () => {
    try {
      await harm.end()
      await sleep(settledMs)
      const late = await shown.late(ground.effects)
      if (late.length > 0) throw new Error(`took effect too late for any test to see it: ${JSON.stringify(late)}`)
    } finally {
      await ground.stop()
    }
  }
  return { ...ground, stop }
}

/** As a source does: what is not answered, or answered with a trouble that passes, is sent again. */
async function untilTaken(send: () => Promise<Response>): Promise<Response> {
  const deadline = Date.now() + longer * waitMs
  for (;;) {
    const answer = await send().catch((error: unknown) => {
      if (Date.now() > deadline) throw error
    })
    if (answer && (answer.ok || (answer.status < 500 && answer.status !== 429) || Date.now() > deadline)) return answer
    await sleep(100)
  }
}

/** Kills a pipeline until the end. */
class Harm {
  readonly #random: Random
  readonly #seed: number
  readonly #ended = new AbortController()
  readonly #logs: string[] = []
  #running: TestPipeline | undefined
  #killing = Promise.resolve()

  constructor(random: Random, seed: number) {
    this.#random = random
    this.#seed = seed
  }

  async start(given: StartedWith): Promise<TestPipeline> {
    const first = await startPipeline(...given)
    this.#running = first
    this.#killing = this.#kill(given)
    // Where it does not come up again the run says so at its end.
    this.#killing.catch(() => undefined)
    const now = () => this.#running ?? first
    return {
      ...first,
      get pid() {
        return now().pid
      },
      log: () => [...this.#logs, now().log()].join(''),
      kill: () => now().kill(),
      stop: () => now().stop(),
    }
  }

  /** The pipeline that runs then runs on. */
  async end(): Promise<void> {
    this.#ended.abort()
    await this.#killing
  }

  async #kill(given: StartedWith): Promise<void> {
    for (let kills = 1, busy = 1; ; kills++) {
      const upMs = this.#upMs() * busy
      await sleep(upMs, undefined, { signal: this.#ended.signal }).catch(() => undefined)
      const pipeline = this.#running
      if (!pipeline || this.#ended.signal.aborted) return
      await pipeline.kill()
      this.#logs.push(pipeline.log())
      const began = performance.now()
      this.#running = await startPipeline(...given)
      const downMs = performance.now() - began
      busy = Math.min(3, Math.max(1, downMs / usualStartMs))
      const seconds = (ms: number) => (ms / 1_000).toFixed(1)
      const again = `ready again after ${seconds(downMs)} s`
      console.log(`kill ${kills} (seed ${this.#seed}), up for ${seconds(upMs)} s; ${again}`)
    }
  }

  /** One in four comes while the pipeline is still taking up what the last one left. */
  #upMs(): number {
    return this.#random.chance(0.25) ? 100 + this.#random.whole(1_400) : 2_000 + this.#random.whole(7_000)
  }
}
