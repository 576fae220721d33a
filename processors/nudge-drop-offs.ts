import type { DropOffs } from '../schemas/drop-offs.generated.ts'
import { MessageRequested } from '../schemas/message-requested.generated.ts'
import { MessageWithdrawn } from '../schemas/message-withdrawn.generated.ts'
import { PushJourneySignal } from '../schemas/push-journey-signal.generated.ts'
import type { Flows } from '../src/flow-settings/index.ts'
import { processor, reading, timer } from '../src/stream/define.ts'
import { customerMessages } from '../topics/customer-messages.ts'
import { pushEvents } from '../topics/push-events.ts'
import { dueIn, rearmed } from './agenda.ts'
import { ask, withdraw } from './ask.ts'
import { named } from './by-name.ts'
import {
  dropOffReasons,
  nudgeOf,
  refusalOf,
  threadOf,
  wasNudgedFor,
  withDropOff,
  withEnd,
  withNudges,
} from './drop-off.ts'
import { dropOffs } from './stores/drop-offs.ts'

const nudge = timer({ name: 'nudge', clock: 'wall' })
const nothing: DropOffs = { open: [], ended: {}, nudged: {} }
const fields = ['journey', 'journeyId', 'phase', 'step', 'link', 'amount', 'currency', 'expiresAt'] as const

/** Flow P4: who leaves a journey is nudged after a while, with the way back to where they were, unless they go on with it meanwhile. */
export const nudgeDropOffs = ({ journeys }: Flows['P4']) =>
  processor({
    name: 'nudge-drop-offs',
    input: { from: pushEvents, only: [reading(PushJourneySignal, fields)] },
    lookups: { known: dropOffs },
    keeps: [dropOffs],
    timers: [nudge],
    outputs: [customerMessages],
    reasons: ['no_such_journey', ...dropOffReasons],
    process({ value }, { known = nothing }, { forward, keep, drop, setTimer, cancelTimer }) {
      const { phase, ...signal } = value
      const settings = named(journeys, signal.journey)
      const remember = (row: DropOffs) => [
        keep(dropOffs, row),
        rearmed(
          row.open,
          due => setTimer(nudge, due),
          () => cancelTimer(nudge),
        ),
      ]
      if (phase === 'resumed' || phase === 'completed') {
        const remembered = remember(withEnd(known, signal))
        if (!wasNudgedFor(known, signal)) return remembered
        // It may wait for the end of quiet hours.
        return [...remembered, forward(customerMessages, MessageWithdrawn, withdraw(signal, threadOf(signal)))]
      }
      if (!settings) return drop('no_such_journey')
      const refusal = refusalOf(known, signal)
      if (refusal) return drop(refusal)
      return remember(withDropOff(known, { ...signal, dueAt: signal.occurredAt + settings.afterMs }))
    },
    wake({ key, at }, { known = nothing }, { forward, keep, drop, setTimer, cancelTimer }) {
      const { due, later } = dueIn(known.open, at)
      return [
        keep(dropOffs, withNudges(known, due)),
        rearmed(
          later,
          next => setTimer(nudge, next),
          () => cancelTimer(nudge),
        ),
        ...due.map(item => {
          const message = named(journeys, item.journey)?.message
          // The settings of today may not know it any more.
          if (message === undefined) return drop('no_such_journey', item)
          const cause = { eventId: item.eventId, subject: key, occurredAt: at }
          return forward(customerMessages, MessageRequested, ask('P4', cause, { ...nudgeOf(item), message }))
        }),
      ]
    },
  })
