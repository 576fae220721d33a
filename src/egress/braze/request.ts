import { BrazeSetAttributes } from '../../../schemas/braze-set-attributes.generated.ts'
import { BrazeTrackEvent } from '../../../schemas/braze-track-event.generated.ts'
import type { Command } from '../../stream/define.ts'

/** The arrays of POST /users/track that commands go into. */
export type InputArray = 'attributes' | 'events'

/** One object of a call: which array it goes into, and for whom. */
export interface TrackObject {
  readonly array: InputArray
  readonly subject: string
  readonly body: Readonly<Record<string, unknown>>
}

/** Braze's documented limits of POST /users/track: requests of 4 MB (some is left for safety), strings of 255 characters, ids of 987 bytes. */
const largestBody = 3_500_000
const longestString = 255
const longestId = 987
/** ms from 1970 to the last time that ISO 8601 as JavaScript writes it can tell, in either direction. */
const latestTime = 8.64e15

/** Names that mean something else than an attribute in an attributes object: they would change whom it is about or what is done. */
const reserved = new Set(['external_id', 'braze_id', 'user_alias', '_update_existing_only', 'push_token_import'])

/** Why Braze must not be sent a command: a short machine word, a colon, and what is wrong. */
export interface Refused {
  readonly refusal: string
}

/** The object of a command, or why Braze must not be sent it. Never throws. */
export function objectOf({ schema, value }: Command): TrackObject | Refused {
  if (schema === BrazeTrackEvent.name && isTrackEvent(value)) return eventObject(value)
  if (schema === BrazeSetAttributes.name && isSetAttributes(value)) return attributesObject(value)
  return { refusal: `no_such_command: ${schema}` }
}

/**
 * How many commands from the front go into one call: at most `limit` objects and 4 MB, and never an attribute behind an event of the same user,
 * because Braze applies the attributes of a request before its events.
 */
export function takeForCall(commands: readonly Command[], limit: number): number {
  const withEvent = new Set<string>()
  let bytes = 0
  for (const [count, command] of commands.entries()) {
    if (count >= limit) return count
    const object = objectOf(command)
    if ('refusal' in object) continue
    if (object.array === 'attributes' && withEvent.has(object.subject)) return count
    if (object.array === 'events') withEvent.add(object.subject)
    bytes += Buffer.byteLength(JSON.stringify(object.body)) + 1
    if (bytes > largestBody && count > 0) return count
  }
  return commands.length
}

/** The body of a call; arrays that would be empty are left out. */
export function trackBody(objects: readonly TrackObject[]): string {
  const attributes = objects.filter(object => object.array === 'attributes').map(object => object.body)
  const events = objects.filter(object => object.array === 'events').map(object => object.body)
  return JSON.stringify({ ...(attributes.length > 0 && { attributes }), ...(events.length > 0 && { events }) })
}

function eventObject({ subject, name, occurredAt, eventId, properties }: BrazeTrackEvent): TrackObject | Refused {
  if (Math.abs(occurredAt) > latestTime) return { refusal: `no_such_time: ${occurredAt} ms since 1970` }
  // The event id lets Braze's own reports find the rare duplicate that a crash in mid call can cause.
  const all = { ...fittingAll(properties), event_id: eventId }
  const body = { external_id: subject, name, time: new Date(occurredAt).toISOString(), properties: all }
  return checked({ array: 'events', subject, body }, properties)
}

function attributesObject({ subject, attributes }: BrazeSetAttributes): TrackObject | Refused {
  const wrong = Object.keys(attributes).find(name => reserved.has(name))
  if (wrong !== undefined) return { refusal: `reserved_attribute: Braze gives "${wrong}" another meaning` }
  const body = { ...fittingAll(attributes), external_id: subject }
  return checked({ array: 'attributes', subject, body }, attributes)
}

type Values = BrazeTrackEvent['properties']

function checked(object: TrackObject, values: Values): TrackObject | Refused {
  if (Buffer.byteLength(object.subject) > longestId)
    return { refusal: `subject_too_long: Braze takes external ids of ${longestId} bytes` }
  // JSON writes such a number as null, and null removes.
  const wrong = Object.keys(values).find(name => typeof values[name] === 'number' && !Number.isFinite(values[name]))
  return wrong === undefined ? object : { refusal: `no_such_number: JSON cannot tell the value of "${wrong}"` }
}

const fittingAll = (values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, Array.isArray(value) ? value.map(cut) : fitting(value)]),
  )

const fitting = <V>(value: V): V | string => (typeof value === 'string' ? cut(value) : value)

/** The text's first 255 characters, less one where it would end in half a surrogate pair. */
function cut(text: string): string {
  if (text.length <= longestString) return text
  return text.slice(0, longestString).replace(/[\uD800-\uDBFF]$/, '')
}

// The codec has decoded the value by this very schema.
const isTrackEvent = (value: unknown): value is BrazeTrackEvent =>
  typeof value === 'object' && value !== null && 'properties' in value
const isSetAttributes = (value: unknown): value is BrazeSetAttributes =>
  typeof value === 'object' && value !== null && 'attributes' in value
