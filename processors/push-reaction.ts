import type { PushFeedback } from '../schemas/push-feedback.generated.ts'
import type { FollowedPush, PushReactions } from '../schemas/push-reactions.generated.ts'
import type { Flows } from '../src/flow-settings/index.ts'
import { days } from '../src/stream/define.ts'
import { named, since } from './by-name.ts'

type Feedback = Pick<PushFeedback, 'eventId' | 'occurredAt' | 'kind' | 'jobId' | 'submitId' | 'correlationId' | 'link'>
type Settings = Omit<Flows['P7'], 'messages'>

/** Devices of one person tell the same within days; then a push is forgotten, unless something is still to follow. */
const rememberedMs = days(7)
/** A row may not grow for ever: of more pushes the oldest are followed no more. */
const mostPushes = 200

export const idOf = ({ submitId, jobId }: Feedback): string => submitId ?? jobId
export const pushOf = (row: PushReactions, feedback: Feedback): FollowedPush | undefined =>
  row.pushes.find(({ id }) => id === idOf(feedback))

/** The row after something new was told of a push. */
export function withFeedback(row: PushReactions, feedback: Feedback, settings: Settings): PushReactions {
  const known = pushOf(row, feedback)
  const { occurredAt, kind, correlationId, link } = feedback
  const push: FollowedPush = {
    id: idOf(feedback),
    ...standing(known, feedback, settings),
    firstAt: Math.min(occurredAt, known?.firstAt ?? occurredAt),
    seen: [...(known?.seen ?? []), kind],
    correlationId: known?.correlationId ?? correlationId,
    link: known?.link ?? link,
  }
  const others = row.pushes.filter(other => other !== known)
  return {
    ...row,
    pushes: [...others, ended(push, row.completed)].slice(-mostPushes),
    ignoredInRow: kind === 'delivered' ? row.ignoredInRow : 0,
  }
}

function standing(known: FollowedPush | undefined, { eventId, occurredAt, kind }: Feedback, settings: Settings) {
  const now = (state: FollowedPush['state'], afterMs: number) => ({
    ...{ eventId, occurredAt, state, dueAt: occurredAt + afterMs },
  })
  if (kind === 'clicked') return now('clicked', settings.reminderAfterMs)
  // What says less than is known changes nothing: words come in any order.
  if (known && (kind === 'delivered' || known.seen.includes('clicked'))) return known
  return kind === 'delivered' ? now('delivered', settings.ignoredAfterMs) : now('done', rememberedMs)
}

/** The row after what belongs to a correlation id was completed: now, or before the news of the pushes that led to it. */
export function withCompletion(row: PushReactions, correlationId: string, occurredAt: number): PushReactions {
  const last = Math.max(occurredAt, named(row.completed, correlationId) ?? occurredAt)
  const completed = { ...since(row.completed, occurredAt - days(60)), [correlationId]: last }
  return { ...row, completed, pushes: row.pushes.map(push => ended(push, completed)) }
}

/** The push, with nothing more to follow where what it is about was completed since it came. */
function ended(push: FollowedPush, completed: PushReactions['completed']): FollowedPush {
  const completedAt = push.correlationId === null ? undefined : named(completed, push.correlationId)
  const isEnded = push.state !== 'done' && completedAt !== undefined && completedAt >= push.firstAt
  return isEnded ? { ...push, state: 'done', dueAt: push.occurredAt + rememberedMs } : push
}

/** The pushes whose follow-up is not wanted any more: it may still wait for the end of quiet hours. */
export const takenBack = (before: PushReactions, after: PushReactions): FollowedPush[] =>
  before.pushes.filter(
    push => push.state === 'followed' && after.pushes.some(({ id, state }) => id === push.id && state !== 'followed'),
  )

/** What follows a push: a message by another channel, no pushes for a while, nothing while there are none. */
export type FollowUp = 'reminder' | 'switch' | 'suppress' | 'suppressed' | 'nothing'

/** What follows a push whose time has come, and the row after it. */
export function followUp(
  row: PushReactions,
  push: FollowedPush,
  at: number,
  settings: Settings,
): [FollowUp, PushReactions] {
  const others = row.pushes.filter(other => other !== push)
  const standsAs = (state: FollowedPush['state']) => [...others, { ...push, state, dueAt: at + rememberedMs }]
  if (push.state === 'clicked') return ['reminder', { ...row, pushes: standsAs('followed') }]
  if (push.state !== 'delivered') return ['nothing', { ...row, pushes: others }]

  const ignoredInRow = row.ignoredInRow + 1
  const quiet = { ...row, ignoredInRow, pushes: standsAs('done') }
  if (row.suppressedUntil !== null && at < row.suppressedUntil) return ['suppressed', quiet]
  if (ignoredInRow >= settings.suppressAfter)
    return ['suppress', { ...quiet, suppressedUntil: at + settings.suppressForMs }]
  return ['switch', { ...row, ignoredInRow, pushes: standsAs('followed') }]
}
