import type { CustomerIncidents } from '../schemas/customer-incidents.generated.ts'
import { IncidentSpread } from '../schemas/incident-spread.generated.ts'
import { MessageRequested } from '../schemas/message-requested.generated.ts'
import { MessageWithdrawn } from '../schemas/message-withdrawn.generated.ts'
import type { Flows } from '../src/flow-settings/index.ts'
import { processor, timer } from '../src/stream/define.ts'
import { customerMessages } from '../topics/customer-messages.ts'
import { incidentCustomers } from '../topics/incident-customers.ts'
import { dueIn, rearmed } from './agenda.ts'
import { ask, withdraw } from './ask.ts'
import { aboutOf, isOver, threadOf, withNews, withNextStep, withResolution } from './customer-incident.ts'
import { customerIncidents } from './stores/customer-incidents.ts'

const step = timer({ name: 'step', clock: 'wall' })
const nothing: CustomerIncidents = { open: [], resolved: {} }

/** Flow P2: a customer gets the sequence of alerts, once, however many lists they are in, until the incident is resolved; and then word of that, if an alert went to them. */
export const alertCustomers = ({ sequence }: Flows['P2']) =>
  processor({
    name: 'alert-customers',
    input: { from: incidentCustomers, only: [IncidentSpread] },
    lookups: { known: customerIncidents },
    keeps: [customerIncidents],
    timers: [step],
    outputs: [customerMessages],
    reasons: ['already_resolved'],
    process({ value }, { known = nothing }, { forward, keep, drop, setTimer, cancelTimer }) {
      const isResolution = value.phase === 'resolved'
      // A resolution that comes again was told by another list.
      if (isOver(known, value)) return isResolution ? [] : drop('already_resolved')
      const row = isResolution ? withResolution(known, value) : withNews(known, value, sequence)
      if (row === known) return []
      const remembered = [
        keep(customerIncidents, row),
        rearmed(
          row.open,
          due => setTimer(step, due),
          () => cancelTimer(step),
        ),
      ]
      if (!isResolution) return remembered
      const over = { ...aboutOf(value), message: 'resolution', threadRule: 'onlyIfSent' } as const
      return [
        ...remembered,
        forward(customerMessages, MessageWithdrawn, withdraw(value, threadOf(value.incidentId))),
        forward(customerMessages, MessageRequested, ask('P2', value, over)),
      ]
    },
    wake({ key, at }, { known = nothing }, { forward, keep, setTimer, cancelTimer }) {
      const { due } = dueIn(known.open, at)
      const open = known.open.map(item => (due.includes(item) ? withNextStep(item, sequence) : item))
      return [
        keep(customerIncidents, { ...known, open }),
        rearmed(
          open,
          next => setTimer(step, next),
          () => cancelTimer(step),
        ),
        ...due.flatMap(item => {
          // None where the settings of today have fewer steps.
          const message = sequence[item.step]?.message
          const cause = { eventId: `${item.eventId}/${item.step}`, subject: key, occurredAt: at }
          return message === undefined
            ? []
            : forward(customerMessages, MessageRequested, ask('P2', cause, { ...aboutOf(item), message }))
        }),
      ]
    },
  })
