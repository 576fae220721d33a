import type { KnownIncident } from '../schemas/known-incident.generated.ts'
import type { PushIncident } from '../schemas/push-incident.generated.ts'

export const isOpen = (known: KnownIncident | undefined): known is KnownIncident =>
  known !== undefined && known.phase !== 'resolved'

/** What is known of an incident after one of its events: everybody whom any of them named since it was opened, and its newest word. */
export function withEvent(known: KnownIncident | undefined, event: PushIncident): KnownIncident {
  const before = isOpen(known) ? known : undefined
  const isLate = before !== undefined && event.phase !== 'resolved' && event.occurredAt < before.changedAt
  const { phase, changedAt } = isLate ? before : { phase: event.phase, changedAt: event.occurredAt }
  return {
    phase,
    changedAt,
    groups: union(before?.groups, groupsOf(event)),
    customers: union(before?.customers, event.customers),
  }
}

/** As group-customers names them. */
const groupsOf = ({ regions, accounts, devices }: PushIncident): string[] =>
  Object.entries({ regions, accounts, devices }).flatMap(([kind, names]) => names.map(name => `${kind}:${name}`))

const union = (known: readonly string[] = [], more: readonly string[]): string[] => [...new Set([...known, ...more])]
