import { pushEvents } from '../../../topics/push-events.ts'
import type { Arrival, Canonical } from '../frame/canonical.ts'
import { eventHeaders } from '../frame/event-headers.ts'
import { bounded } from '../frame/fault.ts'
import { memberOf } from '../frame/json-object.ts'
import { timeText } from '../frame/rfc3339.ts'
import { readFeedback } from './feedback.ts'
import type { PushItem } from './items.ts'
import { readOperational } from './operational.ts'
import type { Said } from './said.ts'

/** One item of the gateway to one record of push.events. Pure: the same item and arrival give the same record. */
export function canonicalise(item: PushItem, arrival: Arrival): Canonical {
  const said = read(item, arrival.now)
  if (!said.ok) return { ok: false, word: 'invalid_event', ...namesIn(item), faults: bounded(said.faults) }
  const { schema, type, happened, value } = said
  const { eventId: id, subject, source, occurredAt } = value
  const headers = eventHeaders({ id, type, source, subject, time: timeText(happened) }, arrival)
  const publications = [{ topic: pushEvents, schema, key: subject, value, headers }]
  return { ok: true, publications, happenedAtArrival: happened !== occurredAt }
}

function read(item: PushItem, now: number): Said {
  if (item.is === 'operational') return readOperational(item.event, now)
  if (item.is === 'feedback') return readFeedback(item, now)
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
  const found = memberOf(value, name)
  return typeof found === 'string' ? found : null
}
