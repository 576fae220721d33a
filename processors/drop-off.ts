import type { DropOff, DropOffs } from '../schemas/drop-offs.generated.ts'
import type { PushJourneySignal } from '../schemas/push-journey-signal.generated.ts'
import { days } from '../src/stream/define.ts'
import type { Asked } from './ask.ts'
import { named, since, without } from './by-name.ts'

type Journey = Pick<PushJourneySignal, 'journey' | 'journeyId' | 'occurredAt'>

/** A journey of the customer's, as rows name it. */
const nameOf = ({ journey, journeyId }: Pick<Journey, 'journey' | 'journeyId'>): string => `${journey}/${journeyId}`

export const threadOf = (signal: Journey): string => `P4/${nameOf(signal)}`

/** What the nudge says. */
export const nudgeOf = (item: DropOff): Omit<Asked, 'message'> => ({
  thread: threadOf(item),
  expiresAt: item.expiresAt,
  properties: {
    journey: item.journey,
    step: item.step,
    resume_link: item.link,
    amount: item.amount,
    currency: item.currency,
  },
})

export const dropOffReasons = ['completed_already', 'newer_known'] as const

/** Why a drop-off counts no more: signals come in any order. */
export function refusalOf(row: DropOffs, signal: Journey): (typeof dropOffReasons)[number] | undefined {
  const name = nameOf(signal)
  const isSince = (time: number | undefined) => time !== undefined && time >= signal.occurredAt
  if (isSince(named(row.ended, name))) return 'completed_already'
  const known = row.open.find(isCalled(name))?.occurredAt ?? named(row.nudged, name)
  return isSince(known) ? 'newer_known' : undefined
}

/** The row with a drop-off, in place of an older one of the same journey. */
export const withDropOff = (row: DropOffs, dropOff: DropOff): DropOffs => ({
  ...row,
  open: [...row.open.filter(item => nameOf(item) !== nameOf(dropOff)), dropOff],
})

/** The row after a journey was gone on with. */
export function withEnd(row: DropOffs, signal: Journey): DropOffs {
  const name = nameOf(signal)
  const { occurredAt } = signal
  const remembered = occurredAt - days(60)
  const ended = Math.max(occurredAt, named(row.ended, name) ?? occurredAt)
  return {
    open: row.open.filter(item => nameOf(item) !== name || item.occurredAt > occurredAt),
    ended: { ...since(row.ended, remembered), [name]: ended },
    nudged: since(wasNudgedFor(row, signal) ? without(row.nudged, name) : row.nudged, remembered),
  }
}

/** Whether the customer was nudged for what they go on with here. */
export const wasNudgedFor = (row: DropOffs, signal: Journey): boolean =>
  (named(row.nudged, nameOf(signal)) ?? Infinity) <= signal.occurredAt

/** The row once these of its drop-offs are seen to. */
export const withNudges = (row: DropOffs, due: readonly DropOff[]): DropOffs => ({
  ...row,
  open: row.open.filter(item => !due.includes(item)),
  nudged: { ...row.nudged, ...Object.fromEntries(due.map(item => [nameOf(item), item.occurredAt])) },
})

const isCalled = (name: string) => (item: DropOff) => nameOf(item) === name
