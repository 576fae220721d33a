import { HttpSend } from '../../../schemas/http-send.generated.ts'
import type { Command } from '../../stream/define.ts'
import type { Refused } from '../../transport/plan-one.ts'

/** One event of a batch, as JSON. */
export interface BatchEvent {
  readonly id: string
  readonly json: string
  readonly bytes: number
}

/** What a batch may hold at an endpoint: of events and of bytes, as the settings allow it and as it has turned out. */
export interface Room {
  readonly most: number
  readonly bytes: number
  /** A single event of more can never go. */
  readonly mostBytes: number
}

/** The first batch for commands that wait: their places, and those of the commands that no batch should carry. */
export interface Batch {
  readonly endpoint: string
  readonly chosen: number[]
  readonly events: BatchEvent[]
}
export interface Batching {
  readonly refused: { readonly at: number; readonly reason: string }[]
  readonly batch: Batch | undefined
}

const [head, tail] = ['{"events":[', ']}']
/** ms from 1970 to the last time that ISO 8601 as JavaScript writes it can tell, in either direction. */
const latestTime = 8.64e15
const jsonType = /^[^/]+\/(json|[^;]*\+json)\s*(;|$)/i

export const bodyOf = (events: readonly BatchEvent[]): string => head + events.map(({ json }) => json).join(',') + tail

/**
 * Pure. The first command that is not refused decides the endpoint; those behind it that go there too are added while there is room. None goes before an earlier one
 * of its subject that goes elsewhere.
 */
export function batchOf(commands: readonly Command[], roomAt: (endpoint: string) => Room | undefined): Batching {
  const refused: { at: number; reason: string }[] = []
  const waiting = new Set<string>()
  let batch: Batch | undefined
  let bytes = head.length + tail.length
  for (const [at, { schema, value }] of commands.entries()) {
    const refuse = (reason: string) => void refused.push({ at, reason })
    if (schema !== HttpSend.name || !isHttpSend(value)) {
      refuse(`no_such_command: ${schema}`)
      continue
    }
    const { endpoint, subject } = value
    const room = roomAt(endpoint)
    if (!room) {
      refuse(`no_such_endpoint: the settings name no "${endpoint}"`)
      continue
    }
    if (waiting.has(subject) || (batch && batch.endpoint !== endpoint)) {
      waiting.add(subject)
      continue
    }
    const event = eventOf(value, room)
    if ('refusal' in event) {
      refuse(event.refusal)
      continue
    }
    batch ??= { endpoint, chosen: [], events: [] }
    const isFirst = batch.events.length === 0
    bytes += event.bytes + (isFirst ? 0 : 1)
    if (!isFirst && bytes > room.bytes) break
    batch.chosen.push(at)
    batch.events.push(event)
    if (batch.events.length >= room.most) break
  }
  return { refused, batch }
}

/** The event of a command, or why its endpoint must not be sent it. Never throws. */
function eventOf({ deliveryId, type, subject, occurredAt, data, contentType }: HttpSend, room: Room) {
  if (Math.abs(occurredAt) > latestTime) return refusal(`no_such_time: ${occurredAt} ms since 1970`)
  const isJson = contentType === null || jsonType.test(contentType)
  if (isJson && !parses(data)) return refusal('no_json: data is not JSON, and its contentType does not say so')
  const envelope = { id: deliveryId, type, subject, time: new Date(occurredAt).toISOString() }
  const named = JSON.stringify({ ...envelope, ...(contentType !== null && { contentType }) })
  // As it was written: numbers that JavaScript cannot tell stay what they are.
  const json = `${named.slice(0, -1)},"data":${isJson ? data : JSON.stringify(data)}}`
  const bytes = Buffer.byteLength(json)
  if (head.length + bytes + tail.length > room.mostBytes)
    return refusal(`too_large: ${bytes} bytes of event, ${room.mostBytes} are allowed in a request`)
  return { id: deliveryId, json, bytes }
}

const refusal = (reason: string): Refused => ({ refusal: reason })

function parses(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

// The codec has decoded the value by this very schema.
const isHttpSend = (value: unknown): value is HttpSend =>
  typeof value === 'object' && value !== null && 'endpoint' in value
