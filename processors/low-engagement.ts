import type { EcmCreateTask } from '../schemas/ecm-create-task.generated.ts'
import type { EngagementScored } from '../schemas/engagement-scored.generated.ts'
import type { MessageRequested } from '../schemas/message-requested.generated.ts'
import type { OpenCases } from '../schemas/open-cases.generated.ts'
import type { Flows } from '../src/flow-settings/index.ts'
import { ask } from './ask.ts'
import { daysAfter, localDay } from './local-day.ts'

/** A case, with the id of its workspace. */
export type EscalatedCase = OpenCases['cases'][string] & { readonly id: string }

/** Task and follow-up of one case carry it, so that people can tell that they belong together. */
const correlationOf = ({ id }: EscalatedCase, { subject, occurredAt }: EngagementScored) =>
  `E6/${subject}/${id}/${occurredAt}`

/** The task in the workspace of the case. */
export function taskOf(
  one: EscalatedCase,
  scored: EngagementScored,
  settings: Flows['E6'],
  zone: string,
): EcmCreateTask {
  const { subject, occurredAt } = scored
  const eventId = `${scored.eventId}/${one.id}`
  const why = `Customer ${subject} does not answer: score ${scored.score} of ${scored.events} events. Please get in touch.`
  return {
    deliveryId: `${eventId}/escalate-low-engagement/ecm`,
    eventId,
    subject,
    occurredAt,
    nodeId: Number(one.id),
    externalSystem: null,
    businessObjectType: null,
    businessObjectId: null,
    path: settings.taskFolder,
    // Without a colon: Content Server takes none in a name.
    name: `Low engagement, ${one.name}`,
    instructions: `${why}\nCorrelation: ${correlationOf(one, scored)}`,
    dueOn: daysAfter(localDay(occurredAt, zone), settings.dueDays),
    assigneeId: settings.assigneeId,
    priority: null,
  }
}

/** The message to the customer. */
export function followUpOf(one: EscalatedCase, scored: EngagementScored): MessageRequested {
  const correlationId = correlationOf(one, scored)
  const cause = { ...scored, eventId: `${scored.eventId}/${one.id}` }
  const properties = {
    case_id: one.businessObjectId ?? one.id,
    case_name: one.name,
    correlation_id: correlationId,
  }
  return ask('E6', cause, { message: 'follow-up', correlationId, properties })
}
