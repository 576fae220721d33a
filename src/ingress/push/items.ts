import type { Body, Item } from '../frame/item.ts'
import type { Fault } from '../frame/fault.ts'
import { arrayItems, wholeBody } from '../frame/items.ts'
import { toJson } from '../frame/json.ts'

/** What a body of the gateway holds: an event of operations, one event of a delivery, or something that is neither. */
export type PushItem =
  | { readonly is: 'operational'; readonly event: unknown }
  | { readonly is: 'feedback'; readonly status: Shared; readonly delivery: Shared; readonly event: unknown }
  | { readonly is: 'unusable'; readonly sent: unknown; readonly fault: Fault }

/** The value of every item that `itemsOf` makes. */
export const isPushItem = (value: unknown): value is PushItem =>
  typeof value === 'object' && value !== null && 'is' in value

/** What a job says beside its deliveries, or a delivery beside its events: belongs to each of them. */
type Shared = Readonly<Record<string, unknown>>

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
  return given.flatMap(item => (isStatus(item.value) ? eventsOf(item) : [valued(item, operational(item.value))]))
}

const operational = (event: unknown): PushItem => ({ is: 'operational', event })

const isStatus = (given: unknown): boolean =>
  typeof given === 'object' && given !== null && ('deliveries' in given || 'job_state' in given)

/** The item with another value; its text is still worked out when it is asked for. */
const valued = (item: Item, value: PushItem): Item => ({
  value,
  pointer: item.pointer,
  get text() {
    return item.text
  },
})

function eventsOf(item: Item): Item[] {
  const sent = item.value
  const whole = (pointer: string, detail: string) => [
    valued(item, { is: 'unusable', sent, fault: { pointer, detail } }),
  ]
  if (!has(sent, 'deliveries') || !isList(sent.deliveries))
    return whole('/deliveries', 'must be an array of deliveries')
  const status = without(sent, 'deliveries')
  if (isTooMuch(status)) return whole('', `a job may have ${mostSharedChars} characters beside its deliveries`)
  return sent.deliveries.flatMap((delivery, n) => eventsOfDelivery(item.pointer, status, delivery, n))
}

function eventsOfDelivery(pointer: string, status: Shared, sent: unknown, n: number): Item[] {
  const unusable = (at: string, detail: string) => {
    const alone = { ...status, deliveries: [sent] }
    return [
      new StatusItem(
        { is: 'unusable', sent: alone, fault: { pointer: `/deliveries/0${at}`, detail } },
        pointer,
        n,
        null,
      ),
    ]
  }
  const events: unknown = has(sent, 'events') ? sent.events : undefined
  if (!has(events, listName) || !isList(events[listName]))
    return unusable(`/events/${listName}`, 'must be an array of events')
  const others = without(events, listName)
  const delivery = { ...without(sent, 'events'), ...(Object.keys(others).length > 0 && { events: others }) }
  if (isTooMuch(delivery)) return unusable('', `a delivery may have ${mostSharedChars} characters beside its events`)
  return events[listName].map((event, m) => new StatusItem({ is: 'feedback', status, delivery, event }, pointer, n, m))
}

const listName = 'push_delivery_events'

const without = (value: unknown, name: string): Shared =>
  Object.fromEntries(Object.entries(value ?? {}).filter(([other]) => other !== name))

const has = <N extends string>(value: unknown, name: N): value is Record<N, unknown> =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value)

const isTooMuch = (shared: unknown) => (toJson(shared)?.length ?? Infinity) > mostSharedChars

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
    const events = { ...without(value.delivery['events'], listName), [listName]: [value.event] }
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
