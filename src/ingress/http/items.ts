import type { Body, Item } from '../frame/item.ts'
import { arrayItems, wholeBody } from '../frame/items.ts'
import type { Problem } from '../frame/problem.ts'
import { fromHeaders, fromJson, type CloudEvent, type Headers } from '../frame/cloudevents.ts'
import type { Mode } from './media-type.ts'

/** A CloudEvent whose attributes stood in headers. */
class BinaryEvent {
  readonly event: CloudEvent
  constructor(event: CloudEvent) {
    this.event = event
  }
}

/** The items of a body in this mode, in order. `headers` is asked in binary mode only. */
export function itemsOf(mode: Mode, body: Body, headers: () => Headers): readonly Item[] | Problem {
  if (mode === 'structured') return [wholeBody(body)]
  if (mode === 'batch') return Array.isArray(body.value) ? arrayItems(body.value, body) : notABatch
  return [{ ...wholeBody(body), value: new BinaryEvent(fromHeaders(headers(), body.value)), placeOf: inData }]
}

/** In binary mode the body is the data alone. */
const inData = (pointer: string) => (/^\/data(\/|$)/.test(pointer) ? pointer.slice('/data'.length) : null)

/** The event of an item. */
export const eventOf = (item: unknown): CloudEvent => (item instanceof BinaryEvent ? item.event : fromJson(item))

const notABatch: Problem = {
  status: 400,
  word: 'invalid-batch',
  title: 'Not a batch',
  detail: 'A body of type application/cloudevents-batch+json is a JSON array of CloudEvents.',
}
