import { setTimeout as sleep } from 'node:timers/promises'
import { random } from '../chaos/engine/random.ts'
import { stack, startPipeline, type TestPipeline } from '../pipeline.ts'
import { Attack } from './attack.ts'
import { startGoodTraffic, type GoodTraffic } from './good-traffic.ts'
import { hostileRequests } from './kinds/index.ts'
import { Memory } from './memory.ts'
import type { Findings } from './report.ts'
import { eachStored } from './stored.ts'
import type { Target } from './target.ts'
import { env, httpToken, targetsOf } from './targets.ts'

export interface HostileOptions {
  readonly requests: number
  /** Hostile requests a second. */
  readonly rate: number
  /** Good requests a second, beside them. */
  readonly goodRate: number
  readonly seed: number
  /** The requests come in so many turns; before each, good traffic is measured alone. */
  readonly turns: number
  readonly quietMs: number
  readonly say: (line: string) => void
}

const warmMs = 2_000
/** What is behind a phase may still be answered in the next: so long nobody is measured. */
const betweenMs = 500

/** Hostile requests to every endpoint of an ingress of their own, on the stack of the test run, with good traffic beside them; and what came of both. */
export async function hostile(options: HostileOptions): Promise<Findings> {
  const pipeline = await startPipeline({ ...env, SIGNALBOX_PARTS: 'ingress' })
  const memory = new Memory(pipeline.pid)
  const good = startGoodTraffic(pipeline.url, httpToken, options.goodRate)
  try {
    const targets = await targetsOf(pipeline.url)
    await warmedUp(pipeline, targets, options.seed)
    const beforeMb = memory.mostMb
    const attack = new Attack(pipeline.url, hostileRequests(random(options.seed), targets), options.rate)
    for (let turn = 1; turn <= options.turns; turn++) {
      await oneTurn(options, good, attack)
      options.say(
        `turn ${turn} of ${options.turns}: ${attack.sent} hostile requests, resident memory ${memory.mostMb} MB at most`,
      )
    }
    const report = await good.end()
    const lost = await notInKafka(pipeline, report.acknowledged)
    const isAlive = await healthy(pipeline)
    const logBytes = pipeline.log().length
    return { outcomes: attack.outcomes, good: report, lost, isAlive, beforeMb, mostMb: memory.mostMb, logBytes }
  } finally {
    memory.stop()
    await pipeline.stop()
  }
}

/** Code is compiled while it runs: without this the first turn would be slower than the others, quiet or not. */
async function warmedUp({ url }: TestPipeline, targets: readonly [Target, ...Target[]], seed: number): Promise<void> {
  const attack = new Attack(url, hostileRequests(random(seed + 1), targets), 200)
  await Promise.all([attack.run(400), sleep(warmMs)])
}

async function oneTurn(options: HostileOptions, good: GoodTraffic, attack: Attack): Promise<void> {
  good.phase('between')
  await sleep(betweenMs)
  good.phase('quiet')
  await sleep(options.quietMs)
  good.phase('hostile')
  await attack.run(Math.ceil(options.requests / options.turns))
}

/** Acknowledged good events that are not in Kafka. */
async function notInKafka({ prefix }: TestPipeline, acknowledged: readonly number[]): Promise<number[]> {
  const ids = new Set<string>()
  await eachStored(stack().brokers, [`${prefix}customer.events`], ({ headers }) => {
    const id = String(headers?.['ce_id'])
    if (id.startsWith('good-')) ids.add(id)
  })
  return acknowledged.filter(n => !ids.has(`good-${n}`))
}

const healthy = ({ url }: TestPipeline): Promise<boolean> =>
  fetch(`${url}/readyz`).then(
    ({ status }) => status === 200,
    () => false,
  )
