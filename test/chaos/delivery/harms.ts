import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from '../engine/random.ts'
import type { Destination, SandboxFault } from './destination.ts'
import type { Worker } from '../workers.ts'
import type { Receiver } from './sandbox.ts'

export const sessionTimeoutMs = 2_000
export const callTimeoutMs = 2_000
/** So long that another has taken over. */
const awayMs = 4_000

export interface Harmed {
  readonly receiver: Receiver
  readonly deliverers: readonly [Worker, Worker]
  readonly random: Random
  readonly destination: Pick<Destination, 'longestCallMs'>
}

/** Something that is done to the processes or to the receiver, and undone. */
export interface Harm {
  readonly name: string
  /** Processes whose calls under way it cuts off. */
  readonly cutsOff: number
  readonly run: (harmed: Harmed) => Promise<void>
}

const killAtOnce: Harm = {
  name: 'kill -9, started again at once',
  cutsOff: 1,
  run: async ({ deliverers, random }) => {
    const victim = random.pick(deliverers)
    await victim.kill()
    await victim.start()
  },
}

const killForLong: Harm = {
  name: 'kill -9, started again after the other took over',
  cutsOff: 1,
  run: async ({ deliverers, random }) => {
    const victim = random.pick(deliverers)
    await victim.kill()
    await sleep(awayMs)
    await victim.start()
  },
}

const killBoth: Harm = {
  name: 'kill -9 of both',
  cutsOff: 2,
  run: async ({ deliverers }) => {
    await Promise.all(deliverers.map(victim => victim.kill()))
    await Promise.all(deliverers.map(victim => victim.start()))
  },
}

const zombie: Harm = {
  name: 'SIGSTOP longer than the session, SIGCONT',
  cutsOff: 1,
  run: async ({ deliverers, random }) => {
    const victim = random.pick(deliverers)
    victim.pause()
    await sleep(awayMs + random.whole(1_500))
    victim.resume()
    await sleep(500)
  },
}

/** By then the other has resolved what the stopped one left: nothing of a call that is half done may follow. */
const zombieForLong: Harm = {
  name: 'SIGSTOP longer than session and call, SIGCONT',
  cutsOff: 1,
  run: async ({ deliverers, random, destination }) => {
    const victim = random.pick(deliverers)
    victim.pause()
    await sleep(sessionTimeoutMs + destination.longestCallMs + 5_000)
    victim.resume()
    await sleep(500)
  },
}

const restart: Harm = {
  name: 'orderly restart',
  cutsOff: 1,
  run: async ({ deliverers, random }) => {
    const victim = random.pick(deliverers)
    await victim.stop()
    await victim.start()
  },
}

/** A fault of the receiver for a moment. It strikes some calls only, so that others pass meanwhile. */
const faulty = (fault: SandboxFault): Harm => ({
  name: fault.name,
  cutsOff: 0,
  run: async ({ receiver, random }) => {
    await receiver.harm(fault, random.pick([0.3, 0.6, 1]), random.whole(1_000_000))
    await sleep(800 + random.whole(1_700))
    await receiver.calm()
  },
})

/** The receiver falls silent, and a process dies or is stopped while its calls hang. */
const silentAnd = (fault: SandboxFault, then: Harm): Harm => ({
  name: `${fault.name}; meanwhile ${then.name}`,
  cutsOff: then.cutsOff,
  run: async harmed => {
    await harmed.receiver.harm(fault, 0.6, harmed.random.whole(1_000_000))
    await sleep(300 + harmed.random.whole(500))
    await then.run(harmed)
    await harmed.receiver.calm()
  },
})

const hangAfter = { name: 'silence after the effect', fault: { fault: 'timeoutAfterApply' } }
const hangBefore = { name: 'silence before the effect', fault: { fault: 'timeoutBeforeApply' } }
const more: readonly SandboxFault[] = [
  { name: 'reset before the effect', fault: { fault: 'reset' } },
  { name: '500', fault: { fault: 'status', status: 500 } },
  { name: '503 with Retry-After', fault: { fault: 'status', status: 503, headers: { 'Retry-After': '1' } } },
  { name: '502 with a page', fault: { fault: 'html502' } },
  { name: '429', fault: { fault: 'rateLimited', seconds: 1 } },
  { name: 'answers that take 1.2 s', fault: { fault: 'slow', ms: 1_200 } },
  { name: 'half of an answer as if it were all', fault: { fault: 'truncatedJson' } },
  { name: 'half of an answer, then the end', fault: { fault: 'cutBody' } },
  { name: 'a page with 200', fault: { fault: 'html200' } },
]
const resetAfter = { name: 'reset after the effect', fault: { fault: 'resetAfterApply' } }

/** What every run meets, however short it is. */
const first: readonly Harm[] = [
  silentAnd(hangAfter, killAtOnce),
  zombie,
  faulty(hangAfter),
  faulty(resetAfter),
  killForLong,
  silentAnd(hangBefore, zombie),
]

/** One harm after the other: each comes once before any comes again, every time in another order; those of short runs come first. */
export function* harms(random: Random, own: readonly SandboxFault[], only: readonly string[]): Generator<Harm> {
  const rest = [
    killAtOnce,
    killBoth,
    restart,
    zombieForLong,
    silentAnd(hangAfter, zombie),
    silentAnd(hangBefore, killForLong),
  ]
  const others = [...rest, ...[hangBefore, ...more, ...own].map(faulty)]
  const wanted = (list: readonly Harm[]) =>
    list.filter(({ name }) => only.length === 0 || only.some(word => name.includes(word)))
  const all = wanted([...first, ...others])
  if (all.length === 0) throw new Error('no harm has such a name')
  yield* random.shuffled(wanted(first))
  yield* random.shuffled(wanted(others))
  for (;;) yield* random.shuffled(all)
}
