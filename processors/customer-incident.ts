import type { CustomerIncident, CustomerIncidents } from '../schemas/customer-incidents.generated.ts'
import type { IncidentSpread } from '../schemas/incident-spread.generated.ts'
import type { Flows } from '../src/flow-settings/index.ts'
import { days } from '../src/stream/define.ts'
import type { Asked } from './ask.ts'
import { named, since } from './by-name.ts'
import { stepDue } from './chain.ts'

type Sequence = Flows['P2']['sequence']

/** Whether the customer's incident was over when this happened: an update never opens it again. */
export function isOver(
  { open, resolved }: CustomerIncidents,
  { incidentId, phase, occurredAt }: IncidentSpread,
): boolean {
  const resolvedAt = named(resolved, incidentId)
  if (resolvedAt === undefined) return false
  return phase === 'updated' ? !open.some(isAbout(incidentId)) : occurredAt <= resolvedAt
}

/** The row with an incident that reaches the customer: from the first step, or, where it is known, with the newest words. */
export function withNews(row: CustomerIncidents, news: IncidentSpread, sequence: Sequence): CustomerIncidents {
  const { incidentId, occurredAt } = news
  const known = row.open.find(isAbout(incidentId))
  if (known && occurredAt <= known.occurredAt) return row
  if (known) return { ...row, open: row.open.map(item => (item === known ? { ...known, ...wordsOf(news) } : item)) }
  const first = { ...wordsOf(news), incidentId, startedAt: occurredAt, step: 0 }
  return { ...row, open: [...row.open, { ...first, dueAt: stepDue(occurredAt, sequence, 0) ?? null }] }
}

/** The row without an incident that is over, and without what nobody has spoken of for as long as incidents are remembered. */
export function withResolution(row: CustomerIncidents, { incidentId, occurredAt }: IncidentSpread): CustomerIncidents {
  const from = occurredAt - days(90)
  return {
    open: row.open.filter(item => item.incidentId !== incidentId && item.occurredAt >= from),
    resolved: { ...since(row.resolved, from), [incidentId]: occurredAt },
  }
}

export const withNextStep = (item: CustomerIncident, sequence: Sequence): CustomerIncident => ({
  ...item,
  step: item.step + 1,
  dueAt: stepDue(item.startedAt, sequence, item.step + 1) ?? null,
})

export const threadOf = (incidentId: string): string => `P2/${incidentId}`

/** What every message about an incident says. */
export const aboutOf = ({ incidentId, title, text, link, services, expiresAt }: Words): Omit<Asked, 'message'> => ({
  thread: threadOf(incidentId),
  expiresAt,
  push: { title, summary: text, link, data: { incident_id: incidentId } },
  properties: { incident_id: incidentId, title, text, link, services: services.join(', ') },
})
type Words = Pick<IncidentSpread, 'incidentId' | 'title' | 'text' | 'link' | 'services' | 'expiresAt'>

const wordsOf = ({ eventId, occurredAt, title, text, link, services, expiresAt }: IncidentSpread) => ({
  eventId,
  occurredAt,
  title,
  text,
  link,
  services,
  expiresAt,
})

const isAbout = (incidentId: string) => (item: CustomerIncident) => item.incidentId === incidentId
