import { z } from 'zod'
import { XconnectorOtherEvent } from '../../../schemas/xconnector-other-event.generated.ts'
import { xconnectorEvents } from '../../../topics/xconnector-events.ts'
import type { Arrival, Canonical } from '../frame/canonical.ts'
import { eventHeaders, happenedAt } from '../frame/event-headers.ts'
import { bounded } from '../frame/fault.ts'
import { parseTime } from '../frame/rfc3339.ts'
import { fromJson, type CloudEvent } from '../frame/cloudevents.ts'
import { extensionsOf, faultsOfAttributes } from './attributes.ts'
import { BadLine } from './event-frame.ts'
import { kind, record, recordOf, type Kind } from './kind.ts'
import { kinds, open } from './kinds.ts'

/** One CloudEvent to one record of xconnector.events. Pure: the same event and arrival give the same record. */
export function canonicalise(item: unknown, arrival: Arrival): Canonical {
  const event = item instanceof BadLine ? notJson(item) : fromJson(item)
  const { attributes } = event
  const { id = '', type = '', source = '', time } = attributes
  const about = attributes['subject'] ?? null
  const faults = [...event.faults, ...faultsOfAttributes(event)]
  const around = { type, subject: about, correlationId: attributes['correlationid'] ?? null }
  // What is wrong with the data of a type that cannot be told is not worth telling.
  const read = type === '' ? null : kindOf(type).read(event.data, around)
  if (read && !read.ok) faults.push(...read.faults)
  if (!read?.ok || faults.length > 0) {
    const named = { id: attributes['id'] ?? null, subject: about }
    return { ok: false, word: 'invalid_event', ...named, faults: bounded(faults) }
  }
  const { schema, value } = read
  const said = time === undefined ? null : parseTime(time)
  const occurredAt = happenedAt(said ?? arrival.now, arrival.now)
  const { subject } = value
  const publication = {
    topic: xconnectorEvents,
    schema,
    key: subject,
    value: { ...value, eventId: id, occurredAt, source, about },
    headers: {
      ...eventHeaders({ id, type, source, subject, time: time ?? new Date(occurredAt).toISOString() }, arrival),
      ...extensionsOf(attributes),
    },
  }
  return { ok: true, publications: [publication], happenedAtArrival: said === null || said !== occurredAt }
}

const notJson = ({ detail }: BadLine): CloudEvent => ({
  attributes: {},
  data: undefined,
  faults: [{ pointer: '', detail }],
})

function kindOf(type: string): Kind {
  const known = kinds.get(type)
  if (known) return known
  for (const [begin, of] of open)
    if (type.startsWith(begin) && type.length > begin.length) return of(type.slice(begin.length))
  return other
}

/** A type that nobody here knows is kept whole: all of its data but the record goes to extra. */
const other = kind(XconnectorOtherEvent, z.object(record), (said, { type, subject, correlationId }) => ({
  value: { subject: subject ?? '', type, correlationId, ...recordOf(said) },
  faults: [subject === null && { pointer: '/subject', detail: 'is required where the type is not known' }],
}))
