import { BrazeSetAttributes } from '../schemas/braze-set-attributes.generated.ts'
import { BrazeTrackEvent } from '../schemas/braze-track-event.generated.ts'
import { MessageRequested } from '../schemas/message-requested.generated.ts'
import { MessageWithdrawn } from '../schemas/message-withdrawn.generated.ts'
import { PushFeedback } from '../schemas/push-feedback.generated.ts'
import { PushJourneySignal } from '../schemas/push-journey-signal.generated.ts'
import type { PushReactions } from '../schemas/push-reactions.generated.ts'
import type { Flows } from '../src/flow-settings/index.ts'
import { processor, reading, timer, type Verdict } from '../src/stream/define.ts'
import { brazeCommands } from '../topics/braze-commands.ts'
import { customerMessages } from '../topics/customer-messages.ts'
import { pushEvents } from '../topics/push-events.ts'
import { dueIn, rearmed } from './agenda.ts'
import { ask, withdraw } from './ask.ts'
import { directory, personOf } from './audience.ts'
import { name, suppression, threadOf, told, what } from './push-follow-up.ts'
import { followUp, pushOf, takenBack, withCompletion, withFeedback } from './push-reaction.ts'
import { pushReactions } from './stores/push-reactions.ts'

const follow = timer({ name: 'follow', clock: 'wall' })
const nothing: PushReactions = { pushes: [], completed: {}, ignoredInRow: 0, suppressedUntil: null }
const kinds = ['delivered', 'opened', 'clicked', 'dismissed'] as const
const said = ['kind', 'jobId', 'submitId', 'app', 'user', 'audience', 'correlationId', 'link'] as const

/** Flow P7: Braze hears what becomes of pushes; who ignores one is told by another channel, who ignores many gets none for a while, who does not finish is reminded. */
export const followPushFeedback = (settings: Flows['P7']) =>
  processor({
    name,
    input: {
      from: pushEvents,
      only: [
        reading(PushFeedback, said, { kind: kinds }),
        reading(PushJourneySignal, ['correlationId'], { phase: ['completed'] }),
      ],
    },
    lookups: { known: pushReactions, directory },
    keeps: [pushReactions],
    timers: [follow],
    outputs: [brazeCommands, customerMessages],
    reasons: ['not_a_customer', 'for_staff', 'known_already', 'suppressed'],

    process({ type, value }, { known = nothing, directory }, { forward, keep, drop, setTimer, cancelTimer }) {
      const remember = (row: PushReactions) => [
        keep(pushReactions, row),
        rearmed(
          row.pushes,
          due => setTimer(follow, due),
          () => cancelTimer(follow),
        ),
        ...takenBack(known, row).map(push =>
          forward(customerMessages, MessageWithdrawn, withdraw(value, threadOf(push))),
        ),
      ]
      if (type === 'signalbox.push.PushJourneySignal')
        return value.correlationId === null
          ? []
          : remember(withCompletion(known, value.correlationId, value.occurredAt))
      if (value.user === null) return drop('not_a_customer')
      if (value.audience === 'employee' || personOf(directory, value.user)) return drop('for_staff')
      // Each device of the customer tells it: the first word counts.
      if (pushOf(known, value)?.seen.includes(value.kind)) return drop('known_already')
      return [forward(brazeCommands, BrazeTrackEvent, told(value)), ...remember(withFeedback(known, value, settings))]
    },

    wake({ key, at }, { known = nothing }, { forward, keep, drop, setTimer, cancelTimer }) {
      const verdicts: Verdict[] = []
      let row = known
      for (const push of dueIn(known.pushes, at).due) {
        const [next, after] = followUp(row, push, at, settings)
        const cause = { eventId: push.eventId, subject: key, occurredAt: at }
        row = after
        if (next === 'reminder' || next === 'switch')
          verdicts.push(forward(customerMessages, MessageRequested, ask('P7', cause, what(push, next))))
        if (next === 'suppress')
          verdicts.push(forward(brazeCommands, BrazeSetAttributes, suppression(cause, row.suppressedUntil)))
        if (next === 'suppress' || next === 'suppressed') verdicts.push(drop('suppressed', push))
      }
      const set = (due: number) => setTimer(follow, due)
      return [...verdicts, keep(pushReactions, row), rearmed(row.pushes, set, () => cancelTimer(follow))]
    },
  })
