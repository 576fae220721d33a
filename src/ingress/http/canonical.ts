import { customerEvents } from '../../../topics/customer-events.ts'
import type { Arrival, Canonical } from '../frame/canonical.ts'
import type { EventKind } from './event-kind.ts'
import { isTooFarAhead } from '../frame/event-headers.ts'
import { bounded } from '../frame/fault.ts'
import type { Fault } from '../frame/fault.ts'
import { isJson } from '../frame/media-type.ts'
import { parseTime, timeText } from '../frame/rfc3339.ts'
import { traceHeaders } from '../frame/trace.ts'
import { addFault, type CloudEvent } from '../frame/cloudevents.ts'
import { eventKinds } from './events.ts'

const knownTypes = [...eventKinds.keys()].join(', ')
const longest = { id: 255, source: 1_024, subject: 255, type: 255 } as const
const lengths = Object.entries(longest)
const mostExtensions = 32
/** The eight names that CloudEvents itself defines. */
const contextAttributes = 8
const longestExtension = 1_024

/** One CloudEvent to one record of customer.events. Pure: the same event and arrival give the same record. `allowed`: the types its sender may send, where not all. */
export function canonicalise(event: CloudEvent, arrival: Arrival, allowed?: ReadonlySet<string>): Canonical {
  const { attributes } = event
  const kind = eventKinds.get(attributes['type'] ?? '')
  const said = timeOf(attributes['time'], arrival.now)
  const occurredAt = said === undefined ? arrival.now : said
  const faults = [...event.faults, ...faultsOfAttributes(event, kind, occurredAt)]
  const { id = '', subject = '', source = '' } = attributes
  const mapped = kind?.read(event.data, { eventId: id, subject, occurredAt: occurredAt ?? 0, source })
  if (mapped && !mapped.ok) faults.push(...mapped.faults)
  if (kind && allowed?.has(attributes['type'] ?? '') === false)
    faults.push({ pointer: '/type', detail: 'is a type that this sender may not send' })
  if (!kind || !mapped?.ok || faults.length > 0) {
    const word = !kind && attributes['type']?.trim() ? 'unknown_type' : 'invalid_event'
    return {
      ok: false,
      word,
      id: attributes['id'] ?? null,
      subject: attributes['subject'] ?? null,
      faults: bounded(faults),
    }
  }
  const headers = headersOf(attributes, arrival)
  const publication = { topic: customerEvents, schema: kind.schema, key: subject, value: mapped.value, headers }
  return { ok: true, publications: [publication], happenedAtArrival: said === undefined }
}

/**
 * When it happened: null where `time` is no time, undefined where it happened when it arrived. A time ahead is accepted, for clocks differ, but one more than a day ahead
 * counts as now: the newest change of a consent wins, so a wrong year would hold it for ever. Header ce_time keeps what was said.
 */
function timeOf(time: string | undefined, now: number): number | null | undefined {
  if (time === undefined) return undefined
  const at = parseTime(time)
  return at !== null && isTooFarAhead(at, now) ? undefined : at
}

function faultsOfAttributes(event: CloudEvent, kind: EventKind | undefined, occurredAt: number | null): Fault[] {
  const { attributes } = event
  const faults: Fault[] = []
  const { specversion, type, datacontenttype } = attributes
  for (const [name, max] of lengths) {
    const value = attributes[name]
    if (value === undefined || value.trim() === '') addFault(faults, event, name, 'is required')
    else if (value.length > max) addFault(faults, event, name, `may have ${max} characters, not ${value.length}`)
  }
  if (specversion !== '1.0')
    addFault(faults, event, 'specversion', specversion === undefined ? 'is required' : 'must be 1.0')
  if (type !== undefined && !kind && type.trim() !== '')
    addFault(faults, event, 'type', `is not known; known are ${knownTypes}`)
  if (occurredAt === null)
    addFault(faults, event, 'time', 'must be a time as in RFC 3339, such as 2026-03-01T12:00:00Z')
  if (datacontenttype !== undefined && !isJson(datacontenttype))
    addFault(faults, event, 'datacontenttype', 'must be JSON in UTF-8')
  addFaultsOfExtensions(faults, attributes)
  return faults
}

function addFaultsOfExtensions(faults: Fault[], attributes: CloudEvent['attributes']): void {
  let count = 0
  for (const name of Object.keys(attributes)) {
    count++
    if (Object.hasOwn(longest, name) || (attributes[name] ?? '').length <= longestExtension) continue
    faults.push({ pointer: `/${name}`, detail: `may have ${longestExtension} characters` })
  }
  if (count > mostExtensions + contextAttributes) {
    faults.push({ pointer: '', detail: `may have ${mostExtensions} extension attributes` })
  }
}

/** Those of nearly all attributes, made once: a name that is put together is looked up anew in every event. */
const headerNames: ReadonlyMap<string, string> = new Map(
  ['specversion', 'id', 'type', 'source', 'subject', 'time', 'dataschema'].map(name => [name, `ce_${name}`]),
)

/** Names as in CloudEvents' Kafka binding, but `ce_datacontenttype`: what lies in Kafka is Avro, not what was sent. */
function headersOf(attributes: CloudEvent['attributes'], { now, trace }: Arrival): Record<string, string> {
  const headers: Record<string, string> = { 'content-type': 'application/avro' }
  for (const name of Object.keys(attributes)) {
    if (name !== 'datacontenttype') headers[headerNames.get(name) ?? `ce_${name}`] = attributes[name] ?? ''
  }
  headers['ce_time'] ??= timeText(now)
  const own =
    attributes['traceparent'] === undefined ? trace : traceHeaders(attributes['traceparent'], attributes['tracestate'])
  return Object.assign(headers, own)
}
