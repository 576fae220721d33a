import { customerEvents } from '../../../topics/customer-events.ts'
import type { Publication, Refusal } from '../../stream/define.ts'
import { canonicalise } from './canonical.ts'
import type { Arrival, Unusable } from './canonical.ts'
import { fromHeaders, fromJson } from './cloudevents.ts'
import type { CloudEvent, Headers } from './cloudevents.ts'
import type { Fault } from '../frame/fault.ts'
import { holdsHalfPair, mayHoldHalfPairs } from '../frame/json.ts'
import { itemTexts } from '../frame/json-items.ts'
import type { Mode } from './media-type.ts'

/** A body that was decoded. */
export interface Body {
  readonly value: unknown
  readonly text: string
}

/** The events of a request, in order; null where a batch is no array. */
export function eventsOf(mode: Mode, { value, text }: Body, headers: Headers): readonly CloudEvent[] | null {
  const events = parse(mode, value, headers)
  if (!events || !mayHoldHalfPairs(text)) return events
  const values: readonly unknown[] = mode === 'batch' && Array.isArray(value) ? value : [value]
  return events.map((event, index) => (holdsHalfPair(values[index]) ? withHalfPair(event) : event))
}

function parse(mode: Mode, value: unknown, headers: Headers): readonly CloudEvent[] | null {
  if (mode === 'binary') return [fromHeaders(headers, value)]
  if (mode === 'structured') return [fromJson(value)]
  return Array.isArray(value) ? value.map(fromJson) : null
}

const halfPair: Fault = { pointer: '', detail: 'holds half of a surrogate pair, which is no Unicode text' }
const withHalfPair = (event: CloudEvent): CloudEvent => ({ ...event, faults: [...event.faults, halfPair] })

/** An event that cannot be published, with its place in the request. */
export interface Rejected extends Unusable {
  readonly index: number
}

/**
 * Every event canonicalised: the good ones do not depend on the bad. Where several of one subject happened when they arrived, each is 1 ms later than the one before: their times
 * keep their order, and a destination that knows events by name and time does not take two for one.
 */
export function sort(events: readonly CloudEvent[], arrival: Arrival) {
  const publications: Publication[] = []
  const rejected: Rejected[] = []
  const arrived = new Map<string, number>()
  for (const [index, event] of events.entries()) {
    const { subject = '' } = event.attributes
    const before = arrived.get(subject) ?? 0
    const canonical = canonicalise(event, before === 0 ? arrival : { ...arrival, now: arrival.now + before })
    if (!canonical.ok) rejected.push({ index, ...canonical })
    else publications.push(canonical.publication)
    if (canonical.ok && canonical.happenedAtArrival) arrived.set(subject, before + 1)
  }
  return { publications, rejected }
}

/** Bytes of the largest event, as it was sent. */
export const largestEvent = (mode: Mode, text: string): number =>
  Math.max(0, ...(mode === 'batch' ? itemTexts(text) : [text]).map(item => Buffer.byteLength(item)))

/** A subject that is too long to be one is no key either. */
const longestKey = 255

/** The rejected items of a batch for the dead letters: each as it was sent, byte for byte, with what is wrong. */
export function refusalsOf(rejected: readonly Rejected[], batchText: string): readonly Refusal[] {
  const texts = itemTexts(batchText)
  return rejected.map(({ index, word, subject, faults }) => ({
    topic: customerEvents,
    stage: 'ingress.http',
    key: subject !== null && subject.length <= longestKey ? subject : null,
    bytes: Buffer.from(texts[index] ?? ''),
    reason: `${word}: ${faults.map(({ pointer, detail }) => `${pointer} ${detail}`.trim()).join('; ')}`,
  }))
}
