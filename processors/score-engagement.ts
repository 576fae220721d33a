import type { CustomerEngagement } from '../schemas/customer-engagement.generated.ts'
import { EngagementEvent } from '../schemas/engagement-event.generated.ts'
import { EngagementScored } from '../schemas/engagement-scored.generated.ts'
import type { Flows } from '../src/flow-settings/index.ts'
import { processor, reading, timer } from '../src/stream/define.ts'
import { engagementEvents } from '../topics/engagement-events.ts'
import { engagementScores } from '../topics/engagement-scores.ts'
import { dueIn, rearmed } from './agenda.ts'
import { isTooLate, standingOf, withCounted } from './engagement-score.ts'
import { answerOf, asIgnored, awaitsAnswer, isKnown, withNews } from './message-answers.ts'
import { engagement } from './stores/engagement.ts'

const silence = timer({ name: 'silence', clock: 'wall' })
const nothing: CustomerEngagement = { score: [], messages: [] }
const messageNews = reading(
  EngagementEvent,
  ['action', 'channel', 'campaignId', 'canvasStepId', 'dispatchId', 'machineOpen', 'suspectedBot', 'externalUserId'],
  { category: ['message'], action: ['sent', 'delivered', 'opened', 'clicked', 'unsubscribed', 'marked_as_spam'] },
)

/** Flow E6, first half: how each customer answers to messages, as a number. A message that nobody answers in time counts too: as ignored. */
export const scoreEngagement = (settings: Flows['E6']) =>
  processor({
    name: 'score-engagement',
    input: { from: engagementEvents, only: [messageNews] },
    lookups: { known: engagement },
    keeps: [engagement],
    timers: [silence],
    outputs: [engagementScores],
    reasons: ['too_late_to_count'],

    process({ value }, { known = nothing }, { keep, forward, drop, setTimer, cancelTimer }) {
      const { eventId, subject, occurredAt } = value
      const answer = answerOf(value)
      if (value.externalUserId === null) return []
      if (answer === undefined && !awaitsAnswer(value)) return []
      if (isTooLate(known.score, occurredAt, settings)) return drop('too_late_to_count')
      if (isKnown(known.messages, value, answer)) return []

      const messages = withNews(known.messages, value, answer, settings.ignoredAfterMs)
      const score = answer === undefined ? known.score : withCounted(known.score, answer, occurredAt, settings)
      const kept = [
        keep(engagement, { score, messages }),
        rearmed(
          messages,
          due => setTimer(silence, due),
          () => cancelTimer(silence),
        ),
      ]
      if (answer === undefined) return kept
      const standing = standingOf(score, occurredAt, settings.windowMs)
      return [...kept, forward(engagementScores, EngagementScored, { eventId, subject, occurredAt, ...standing })]
    },

    wake({ key, at }, { known = nothing }, { keep, forward, setTimer, cancelTimer }) {
      const { due, later } = dueIn(known.messages, at)
      const ignored = due.filter(({ seen }) => seen.length === 0)
      const messages = [...later, ...ignored.map(message => asIgnored(message, settings.ignoredAfterMs))]
      const score = ignored.reduce((sum, { dueAt }) => withCounted(sum, 'ignored', dueAt, settings), known.score)
      const kept = [
        keep(engagement, { score, messages }),
        rearmed(
          messages,
          next => setTimer(silence, next),
          () => cancelTimer(silence),
        ),
      ]
      const last = ignored.at(-1)
      if (last === undefined) return kept
      const scored = { eventId: `${last.eventId}/ignored`, subject: key, occurredAt: last.dueAt }
      return [
        ...kept,
        forward(engagementScores, EngagementScored, { ...scored, ...standingOf(score, last.dueAt, settings.windowMs) }),
      ]
    },
  })
