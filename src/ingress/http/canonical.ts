import { customerEvents } from '../../../topics/customer-events.ts'
import type { Publication } from '../../stream/define.ts'
import type { CloudEvent } from './cloudevents.ts'
import type { EventKind } from '../frame/event-kind.ts'
import { eventKinds } from './events.ts'
import { bounded } from '../frame/fault.ts'
import type { Fault } from '../frame/fault.ts'
import { isJson } from './media-type.ts'
import { parseTime } from '../frame/rfc3339.ts'
import { traceHeaders } from '../frame/trace.ts'

/** What the request adds to each of its events. */
export interface Arrival {
  /** Wall clock at arrival, ms since 1970: when an event happened that says no time. Those of one batch are told apart by `sort`. */
  readonly now: number
  /** The request's own traceparent and tracestate, where they are well-formed. */
  readonly trace: Readonly<Record<string, string>>
}

/** An event in our words, or everything that is wrong with it. */
export type Canonical = Usable | Unusable

export interface Usable {
  readonly ok: true
  readonly publication: Publication
  /** It is taken to have happened when it arrived: it says no time, or none that can be. */
  readonly happenedAtArrival: boolean
}

export interface Unusable {
  readonly ok: false
  readonly word: 'invalid_event' | 'unknown_type'
  /** Its id and subject as far as they can be told. */
  readonly id: string | null
  readonly subject: string | null
  readonly faults: readonly Fault[]
}

const day = 86_400_000
const knownTypes = [...eventKinds.keys()].join(', ')
const longest = { id: 255, source: 1_024, subject: 255, type: 255 } as const
const lengths = Object.entries(longest)
const mostExtensions = 32
/** The eight names that CloudEvents itself defines. */
const contextAttributes = 8
const longestExtension = 1_024

/** One CloudEvent to one record of customer.events. Pure: the same event and arrival give the same record. */
export function canonicalise(event: CloudEvent, arrival: Arrival): Canonical {
  const { attributes } = event
  const kind = eventKinds.get(attributes['type'] ?? '')
  const said = timeOf(attributes['time'], arrival.now)
  const occurredAt = said === undefined ? arrival.now : said
  const faults = [...event.faults, ...faultsOfAttributes(event, kind, occurredAt)]
  const { id = '', subject = '', source = '' } = attributes
  const mapped = kind?.read(event.data, { eventId: id, subject, occurredAt: occurredAt ?? 0, source })
  if (mapped && !mapped.ok) faults.push(...mapped.faults)
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
  return { ok: true, publication, happenedAtArrival: said === undefined }
}

/**
 * When it happened: null where `time` is no time, undefined where it happened when it arrived. A time ahead is accepted, for clocks differ, but one more than a day ahead
 * counts as now: the newest change of a consent wins, so a wrong year would hold it for ever. Header ce_time keeps what was said.
 */
function timeOf(time: string | undefined, now: number): number | null | undefined {
  if (time === undefined) return undefined
  const at = parseTime(time)
  return at !== null && at > now + day ? undefined : at
}

function faultsOfAttributes(event: CloudEvent, kind: EventKind | undefined, occurredAt: number | null): Fault[] {
  const { attributes } = event
  const faults: Fault[] = []
  const wrong = (name: string, detail: string) => {
    // One word on one attribute is enough: what is wrong in form is not also missing.
    if (!event.faults.some(fault => fault.pointer === `/${name}` || fault.pointer === ''))
      faults.push({ pointer: `/${name}`, detail })
  }
  const { specversion, type, datacontenttype } = attributes
  for (const [name, max] of lengths) {
    const value = attributes[name]
    if (value === undefined || value.trim() === '') wrong(name, 'is required')
    else if (value.length > max) wrong(name, `may have ${max} characters, not ${value.length}`)
  }
  if (specversion !== '1.0') wrong('specversion', specversion === undefined ? 'is required' : 'must be 1.0')
  if (type !== undefined && !kind && type.trim() !== '') wrong('type', `is not known; known are ${knownTypes}`)
  if (occurredAt === null) wrong('time', 'must be a time as in RFC 3339, such as 2026-03-01T12:00:00Z')
  if (datacontenttype !== undefined && !isJson(datacontenttype)) wrong('datacontenttype', 'must be JSON in UTF-8')
  faults.push(...faultsOfExtensions(attributes))
  return faults
}

function faultsOfExtensions(attributes: CloudEvent['attributes']): Fault[] {
  const faults: Fault[] = []
  let count = 0
  for (const name of Object.keys(attributes)) {
    count++
    if (Object.hasOwn(longest, name) || (attributes[name] ?? '').length <= longestExtension) continue
    faults.push({ pointer: `/${name}`, detail: `may have ${longestExtension} characters` })
  }
  if (count > mostExtensions + contextAttributes) {
    faults.push({ pointer: '', detail: `may have ${mostExtensions} extension attributes` })
  }
  return faults
}

/** Names as in CloudEvents' Kafka binding, but `ce_datacontenttype`: what lies in Kafka is Avro, not what was sent. */
function headersOf(attributes: CloudEvent['attributes'], { now, trace }: Arrival): Record<string, string> {
  const headers: Record<string, string> = { 'content-type': 'application/avro' }
  for (const name of Object.keys(attributes)) {
    if (name !== 'datacontenttype') headers[`ce_${name}`] = attributes[name] ?? ''
  }
  headers['ce_time'] ??= new Date(now).toISOString()
  const own =
    attributes['traceparent'] === undefined ? trace : traceHeaders(attributes['traceparent'], attributes['tracestate'])
  return Object.assign(headers, own)
}
