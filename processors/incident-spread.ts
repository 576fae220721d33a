import type { IncidentSpread } from '../schemas/incident-spread.generated.ts'
import type { PushIncident } from '../schemas/push-incident.generated.ts'

/** What is passed on of an incident. */
export const spreadOf = (incident: PushIncident): IncidentSpread => ({
  eventId: incident.eventId,
  subject: incident.subject,
  occurredAt: incident.occurredAt,
  incidentId: incident.incidentId,
  phase: incident.phase,
  title: incident.title,
  text: incident.text,
  link: incident.link,
  services: incident.services,
  expiresAt: incident.expiresAt,
})

/** The same at a customer. The id is the customer's own, for messages to several may not share one; and the same whichever list the customer is in. */
export const atCustomer = (spread: IncidentSpread, customer: string): IncidentSpread => ({
  ...spread,
  eventId: `${spread.eventId}/${customer}`,
  subject: customer,
})
