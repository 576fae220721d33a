import { pushEvents } from '../../../topics/push-events.ts'
import type { Arrival, Canonical } from '../frame/canonical.ts'
import { eventHeaders, happenedAt } from '../frame/event-headers.ts'
import { bounded } from '../frame/fault.ts'
import { readFeedback } from './feedback.ts'
import type { PushItem } from './items.ts'
import { readOperational } from './operational.ts'
import type { Said } from './said.ts'

/** One item of the gateway to one record of push.events. Pure: the same item and arrival give the same record. */
export function canonicalise(item: PushItem, arrival: Arrival): Canonical {
  const said = read(item)
  if (!said.ok) return { ok: false, word: 'invalid_event', ...namesIn(item), faults: bounded(said.faults) }
  const { schema, type, value } = said
  const { eventId: id, subject, source, occurredAt } = value
  const headers = eventHeaders({ id, type, source, subject, time: new Date(occurredAt).toISOString() }, arrival)
  const happened = happenedAt(occurredAt, arrival.now)
  const publication = { topic: pushEvents, schema, key: subject, value: { ...value, occurredAt: happened }, headers }
  return { ok: true, publications: [publication], happenedAtArrival: happened !== occurredAt }
}

function read(item: PushItem): Said {
  if (item.is === 'operational') return readOperational(item.event)
  if (item.is === 'feedback') return readFeedback(item)
  return { ok: false, faults: [item.fault] }
}

/** Whatever it could be called by. */
function namesIn(item: PushItem): { id: string | null; subject: string | null } {
  const event = item.is === 'unusable' ? item.sent : item.event
  const about = item.is === 'feedback' ? item.delivery : event
  const id = textAt(event, 'event_id') ?? textAt(event, 'job_id')
  return { id, subject: textAt(about, 'customer') ?? textAt(about, 'employee') ?? textAt(about, 'user') }
}

function textAt(value: unknown, name: string): string | null {
  if (typeof value !== 'object' || value === null) return null
  const found: unknown = Object.getOwnPropertyDescriptor(value, name)?.value
  return typeof found === 'string' ? found : null
}
