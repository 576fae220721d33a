import { XconnectorOtherEvent } from '../../../schemas/xconnector-other-event.generated.ts'
import { xconnectorEvents } from '../../../topics/xconnector-events.ts'
import type { Arrival, Canonical } from '../frame/canonical.ts'
import { eventHeaders, happenedAt } from '../frame/event-headers.ts'
import { bounded } from '../frame/fault.ts'
import { object } from '../frame/field-types.ts'
import { parseTime, timeText } from '../frame/rfc3339.ts'
import { fromJson, type CloudEvent } from '../frame/cloudevents.ts'
import { addExtensions, faultsOfAttributes } from './attributes.ts'
import { BadLine } from './event-frame.ts'
import { kind, noRecord, record, type Kind } from './kind.ts'
import { kinds, open } from './kinds.ts'

/** One CloudEvent to one record of xconnector.events. Pure: the same event and arrival give the same record. */
export function canonicalise(item: unknown, arrival: Arrival): Canonical {
  const event = item instanceof BadLine ? notJson(item) : fromJson(item)
  const { attributes } = event
  const { id = '', type = '', source = '', time } = attributes
  const about = attributes['subject'] ?? null
  const faults = [...event.faults, ...faultsOfAttributes(event)]
  const said = time === undefined ? null : parseTime(time)
  const occurredAt = happenedAt(said ?? arrival.now, arrival.now)
  const around = { eventId: id, type, about, occurredAt, source, correlationId: attributes['correlationid'] ?? null }
  // What is wrong with the data of a type that cannot be told is not worth telling.
  const read = type === '' ? null : kindOf(type).read(event.data, around)
  if (read && !read.ok) faults.push(...read.faults)
  if (!read?.ok || faults.length > 0) {
    const named = { id: attributes['id'] ?? null, subject: about }
    return { ok: false, word: 'invalid_event', ...named, faults: bounded(faults) }
  }
  const { schema, value } = read
  const { subject } = value
  const headers = eventHeaders({ id, type, source, subject, time: time ?? timeText(occurredAt) }, arrival)
  addExtensions(headers, attributes)
  const publications = [{ topic: xconnectorEvents, schema, key: subject, value, headers }]
  return { ok: true, publications, happenedAtArrival: said === null || said !== occurredAt }
}

const notJson = ({ detail }: BadLine): CloudEvent => ({
  attributes: {},
  data: undefined,
  faults: [{ pointer: '', detail }],
})

function kindOf(type: string): Kind {
  const known = kinds.get(type)
  if (known) return known
  for (const [begin, kind] of open) if (type.startsWith(begin) && type.length > begin.length) return kind
  return other
}

/** A type that nobody here knows is kept whole: all of its data but the record goes to extra. */
const other = kind(XconnectorOtherEvent, object(record), {
  check: (_said, { about }) => [
    about === null && { pointer: '/subject', detail: 'is required where the type is not known' },
  ],
  make: ({ record }, around, { extra }) => {
    const { type, id, version } = record ?? noRecord
    return {
      eventId: around.eventId,
      subject: around.about ?? '',
      occurredAt: around.occurredAt,
      source: around.source,
      about: around.about,
      type: around.type,
      correlationId: around.correlationId,
      recordType: type,
      recordId: id,
      recordVersion: version,
      extra,
    }
  },
})
