import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from '../engine/random.ts'
import type { Ground } from '../ground.ts'
import type { Worker } from '../workers.ts'
import type { PollScenario } from './scenario.ts'
import type { PolledSource } from './source.ts'

export interface Harmed {
  readonly scenario: PollScenario
  readonly source: PolledSource
  readonly ground: Ground
  readonly workers: readonly Worker[]
  readonly random: Random
  /** The sandbox. */
  readonly url: string
  readonly isOver: () => boolean
}

/** A process that starts wants all brokers: a supervisor would start it again, and the run would count a death. */
let turn: Promise<unknown> = Promise.resolve()
function alone<T>(work: () => Promise<T>): Promise<T> {
  const done = turn.then(work)
  turn = done.catch(() => undefined)
  return done
}

const wholeWithinMs = 90_000
/** Longer than a session. */
const sleepMs = 4_500

/** Harms spread over the time that the changes take; the clock's skew turns all the while. Ends with the clock at its true time. */
export async function harmed(all: Harmed): Promise<void> {
  await Promise.all([skewed(all), processes(all), brokers(all)])
  await setSkew(all.url, 0)
}

async function skewed({ source, scenario, url, isOver }: Harmed): Promise<void> {
  const everyMs = spanMs(scenario) / (source.skewsMs.length * 2)
  for (let n = 0; !isOver(); n++) {
    await setSkew(url, source.skewsMs[n % source.skewsMs.length] ?? 0)
    await unless(isOver, everyMs)
  }
}

/** kill -9 of either process, in turn; every fifth time one sleeps through the end of its session and wakes. */
async function processes({ scenario, workers, random, isOver }: Harmed): Promise<void> {
  const everyMs = spanMs(scenario) / (scenario.kills + 1)
  for (let n = 0; n < scenario.kills && !isOver(); n++) {
    await unless(isOver, everyMs * (0.7 + random.whole(60) / 100))
    const victim = workers[n % workers.length]
    if (!victim) return
    if (n % 5 === 4) {
      victim.pause()
      await sleep(sleepMs)
      victim.resume()
    } else {
      await alone(async () => {
        await victim.kill()
        await victim.start()
      })
    }
    scenario.say(`${n + 1} of ${scenario.kills}: process ${victim.instance} ${n % 5 === 4 ? 'slept' : 'was killed'}`)
  }
}

async function brokers({ scenario, ground, random, isOver }: Harmed): Promise<void> {
  const everyMs = spanMs(scenario) / (scenario.brokerKills + 1)
  for (let n = 0; n < scenario.brokerKills && !isOver(); n++) {
    await unless(isOver, everyMs)
    const broker = ground.cluster.brokers[random.whole(ground.cluster.brokers.length)]
    await alone(async () => {
      await broker?.kill()
      await sleep(1_000)
      await broker?.start()
      await ground.cluster.whole(wholeWithinMs)
    })
    scenario.say(`${n + 1} of ${scenario.brokerKills}: broker ${broker?.node ?? 0} was killed and is back`)
  }
}

const spanMs = ({ changes, rate }: PollScenario): number => (changes / rate) * 1_000

async function unless(isOver: () => boolean, ms: number): Promise<void> {
  const end = performance.now() + ms
  while (!isOver() && performance.now() < end) await sleep(100)
}

async function setSkew(url: string, skewMs: number): Promise<void> {
  const body = JSON.stringify({ skewMs })
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${url}/_sandbox/clock`, { method: 'PUT', body, headers })
  if (!answer.ok) throw new Error(`the sandbox's clock: ${answer.status}`)
}
