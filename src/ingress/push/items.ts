import type { Body, Item } from '../frame/item.ts'
import type { Fault } from '../frame/fault.ts'
import { arrayItems, wholeBody } from '../frame/items.ts'
import { toJson } from '../frame/json.ts'
import { isObject, type JsonObject } from '../frame/json-object.ts'

/** What a body of the gateway holds: an event of operations, one event of a delivery, or something that is neither. */
export type PushItem =
  | { readonly is: 'operational'; readonly event: unknown }
  | { readonly is: 'feedback'; readonly status: Shared; readonly delivery: Shared; readonly event: unknown }
  | { readonly is: 'unusable'; readonly sent: unknown; readonly fault: Fault }

/** The value of every item that `itemsOf` makes. */
export const isPushItem = (value: unknown): value is PushItem =>
  typeof value === 'object' && value !== null && 'is' in value

/** What a job says beside its deliveries, or a delivery beside its events: belongs to each of them. */
type Shared = JsonObject

/** It goes with every event, so it is bounded. */
const mostSharedChars = 4_096

/** Where the one event lies in the status that a feedback's faults are told of. */
export const devicePath = ['deliveries', '0']
export const eventPath = [...devicePath, 'events', 'push_delivery_events', '0']

/**
 * The items of a body, in their order: an array of events of operations and of statuses, or one of them alone. A status becomes an item
 * for every event of its deliveries, so that a bad one costs no other.
 */
export function itemsOf(body: Body): readonly Item[] {
  const given = Array.isArray(body.value) ? arrayItems(body.value, body) : [wholeBody(body)]
  const items: Item[] = []
  for (const item of given) {
    if (isStatus(item.value)) addEvents(items, item, item.value)
    else items.push(new GivenItem({ is: 'operational', event: item.value }, item))
  }
  return items
}

const isStatus = (given: unknown): given is JsonObject =>
  isObject(given) && ('deliveries' in given || 'job_state' in given)

function addEvents(items: Item[], item: Item, sent: JsonObject): void {
  const { deliveries, ...status } = sent
  const unusable = (pointer: string, detail: string) =>
    items.push(new GivenItem({ is: 'unusable', sent, fault: { pointer, detail } }, item))
  if (!isList(deliveries)) unusable('/deliveries', 'must be an array of deliveries')
  else if (isTooMuch(status)) unusable('', `a job may have ${mostSharedChars} characters beside its deliveries`)
  else for (const [n, delivery] of deliveries.entries()) addEventsOfDelivery(items, item.pointer, status, delivery, n)
}

function addEventsOfDelivery(items: Item[], pointer: string, status: Shared, sent: unknown, n: number): void {
  const read = readDelivery(sent)
  if ('detail' in read) {
    const fault = { pointer: `/deliveries/0${read.pointer}`, detail: read.detail }
    const alone = { ...status, deliveries: [sent] }
    items.push(new StatusItem({ is: 'unusable', sent: alone, fault }, pointer, n, null))
    return
  }
  const { delivery, events } = read
  for (const [m, event] of events.entries())
    items.push(new StatusItem({ is: 'feedback', status, delivery, event }, pointer, n, m))
}

/** A delivery parted from its events, or what is wrong with it. */
function readDelivery(sent: unknown): { delivery: Shared; events: readonly unknown[] } | Fault {
  const { events: around, ...rest } = isObject(sent) ? sent : {}
  const { [listName]: events, ...others } = isObject(around) ? around : {}
  if (!isList(events)) return { pointer: `/events/${listName}`, detail: 'must be an array of events' }
  const delivery = Object.keys(others).length > 0 ? { ...rest, events: others } : rest
  if (!isTooMuch(delivery)) return { delivery, events }
  return { pointer: '', detail: `a delivery may have ${mostSharedChars} characters beside its events` }
}

const listName = 'push_delivery_events'

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value)

const isTooMuch = (shared: Shared) => !isLittle(shared) && (toJson(shared)?.length ?? Infinity) > mostSharedChars

/** The longest that JSON writes a character of a text as, and any number, true, false or null with what parts it from the next. */
const mostOfChar = 6
const mostOfOther = 32

/** Whether it surely is not too much, by the lengths of its texts: nearly all is, and to write it as JSON takes longer. */
function isLittle(shared: Shared): boolean {
  let most = 0
  for (const name of Object.keys(shared)) {
    const value = shared[name]
    if (typeof value === 'object' && value !== null) return false
    most += mostOfOther + mostOfChar * (name.length + (typeof value === 'string' ? value.length : 0))
  }
  return most <= mostSharedChars
}

/** An item of the body with the value of ours; its text is still worked out when it is asked for. */
class GivenItem implements Item {
  readonly value: PushItem
  readonly #given: Item

  constructor(value: PushItem, given: Item) {
    this.value = value
    this.#given = given
  }

  get text(): string {
    return this.#given.text
  }

  get pointer(): string {
    return this.#given.pointer
  }
}

/** Part of a status, told as the gateway could have sent it alone: that is what a dead letter keeps and a redrive posts. */
class StatusItem implements Item {
  readonly value: PushItem
  readonly #status: string
  readonly #delivery: number
  readonly #event: number | null

  /** `status`: where the status lies in the body; of its deliveries which, of the events of that which, null where it is about the whole delivery. */
  constructor(value: PushItem, status: string, delivery: number, event: number | null) {
    this.value = value
    this.#status = status
    this.#delivery = delivery
    this.#event = event
  }

  get text(): string {
    const { value } = this
    if (value.is === 'operational') return ''
    if (value.is === 'unusable') return toJson(value.sent) ?? ''
    const others = value.delivery['events']
    const events = { ...(isObject(others) && others), [listName]: [value.event] }
    return toJson({ ...value.status, deliveries: [{ ...value.delivery, events }] }) ?? ''
  }

  get pointer(): string {
    const delivery = `${this.#status}/deliveries/${this.#delivery}`
    return this.#event === null ? delivery : `${delivery}/events/push_delivery_events/${this.#event}`
  }

  placeOf(pointer: string): string {
    const inDelivery = pointer.replace(/^\/deliveries\/0(?=\/|$)/, `/deliveries/${this.#delivery}`)
    if (this.#event === null) return this.#status + inDelivery
    return this.#status + inDelivery.replace(/(\/push_delivery_events)\/0(?=\/|$)/, `$1/${this.#event}`)
  }
}
