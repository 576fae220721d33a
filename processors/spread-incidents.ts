import { IncidentSpread } from '../schemas/incident-spread.generated.ts'
import type { KnownIncident } from '../schemas/known-incident.generated.ts'
import { PushIncident } from '../schemas/push-incident.generated.ts'
import type { Flows } from '../src/flow-settings/index.ts'
import { processor } from '../src/stream/define.ts'
import { groupEvents } from '../topics/group-events.ts'
import { incidentCustomers } from '../topics/incident-customers.ts'
import { pushEvents } from '../topics/push-events.ts'
import { bucketsOf } from './group-buckets.ts'
import { atCustomer, spreadOf } from './incident-spread.ts'
import { isOpen, withEvent } from './known-incident.ts'
import { incidents } from './stores/incidents.ts'

const reasons = ['severity_too_low', 'already_resolved', 'unknown_incident', 'newer_known'] as const

/** Flow P2: an incident goes to every group and customer that any of its events named, and its resolution to the same ones. */
export const spreadIncidents = ({ severities }: Flows['P2']) =>
  processor({
    name: 'spread-incidents',
    input: { from: pushEvents, only: [PushIncident] },
    lookups: { known: incidents },
    keeps: [incidents],
    outputs: [groupEvents, incidentCustomers],
    reasons,
    process({ value }, { known }, { forward, keep, drop }) {
      const refusal = refusalOf(value, known, severities)
      const incident = keep(incidents, withEvent(known, value))
      // Kept all the same: where its opening comes after its resolution, nobody is alerted any more.
      if (refusal === 'unknown_incident') return [incident, drop(refusal)]
      if (refusal) return drop(refusal)
      const { groups, customers } = withEvent(known, value)
      const spread = spreadOf(value)
      return [
        incident,
        ...groups.flatMap(bucketsOf).map(bucket => forward(groupEvents, IncidentSpread, spread, bucket)),
        ...customers.map(customer =>
          forward(incidentCustomers, IncidentSpread, atCustomer(spread, customer), customer),
        ),
      ]
    },
  })

/** A resolution is the end: no update comes after it, whatever its time. Only an incident that is opened again later begins anew. */
function refusalOf(
  { phase, severity, occurredAt }: PushIncident,
  known: KnownIncident | undefined,
  severities: readonly string[],
): (typeof reasons)[number] | undefined {
  if (known?.phase === 'resolved' && (phase !== 'opened' || occurredAt <= known.changedAt)) return 'already_resolved'
  if (phase === 'resolved' && !known) return 'unknown_incident'
  if (phase === 'resolved') return known?.phase === 'opened' && occurredAt < known.changedAt ? 'newer_known' : undefined
  // An update that does not say how bad it is leaves that as it was.
  if (severity === null && isOpen(known)) return undefined
  return severity !== null && severities.includes(severity) ? undefined : 'severity_too_low'
}
