import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from '../engine/random.ts'
import type { Worker } from '../workers.ts'
import type { Destination } from './destination.ts'
import { harms } from './harms.ts'
import type { Input } from './input.ts'
import type { Output } from './output.ts'
import type { Planned } from './plan.ts'
import type { Receiver } from './sandbox.ts'
import type { DeliveryScenario } from './scenario.ts'

/** A destination's run while it lasts. */
export interface Running {
  readonly scenario: DeliveryScenario
  readonly destination: Destination
  readonly plan: readonly Planned[]
  readonly receiver: Receiver
  readonly deliverers: readonly [Worker, Worker]
  readonly random: Random
  readonly input: Input
  readonly output: Output
}

export interface Rounds {
  readonly rounds: number
  /** Calls under way that harms to processes have cut off, at most. */
  readonly cutOff: number
  readonly troubles: readonly string[]
}

/** As many calls as may be under way are prepared besides: their intents are written, so that they may have been made. */
const prepared = 2
/** So many rounds' commands are written ahead. */
const ahead = 2
const usualRoundMs = 8_000
const movesWithinMs = 60_000
/** Without anything new for so long nothing more comes. */
const silenceMs = 120_000

export async function allRounds(running: Running): Promise<Rounds> {
  const { scenario, destination, random, input } = running
  const among = harms(random, destination.faults, scenario.only)
  const troubles: string[] = []
  let cutOff = 0
  let round = 1
  for (const harm of among) {
    input.pace((round - 1 + ahead) / (scenario.rounds + ahead), round === 1 ? 0 : usualRoundMs)
    await sleep(300 + random.whole(700))
    const began = performance.now()
    cutOff += harm.cutsOff * destination.concurrency * prepared
    try {
      await harm.run(running)
      await moved(running)
      const took = ((performance.now() - began) / 1_000).toFixed(1)
      scenario.say(`${destination.name}, round ${round} of ${scenario.rounds}: ${harm.name}: ${took} s`)
    } catch (error) {
      troubles.push(`round ${round}, ${harm.name}: ${String(error)}`)
      break
    }
    if (++round > scenario.rounds) break
  }
  return { rounds: round - 1, cutOff, troubles }
}

/** Resolves once something has taken effect since now: something must, while more is written. */
async function moved({ receiver, input }: Running): Promise<void> {
  const before = await receiver.total()
  const end = performance.now() + movesWithinMs
  while ((await receiver.total()) === before && input.nudge()) {
    if (performance.now() > end) throw new Error(`nothing took effect for ${movesWithinMs} ms`)
    await sleep(100)
  }
}

/** No more harm: until every command has its receipt, or nothing comes any more. Answers with what is then amiss. */
export async function drained({ scenario, destination, receiver, input, output, plan }: Running): Promise<string[]> {
  await receiver.over()
  await input.finish()
  scenario.say(`${destination.name}: no more harm; ${plan.length} commands are written`)
  let before = -1
  let at = performance.now()
  let said = at
  for (;;) {
    await output.read()
    const now = performance.now()
    const got = output.receipts.size
    if (got >= plan.length) return []
    if (got > before) at = now
    before = got
    if (now - said > 5_000) {
      scenario.say(`${destination.name}: ${got} of ${plan.length} have their receipt`)
      said = now
    }
    if (now - at > silenceMs)
      return [`${plan.length - got} commands have no receipt, and none has come for ${silenceMs} ms`]
    await sleep(250)
  }
}
