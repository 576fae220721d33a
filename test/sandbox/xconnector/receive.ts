import { randomUUID } from 'node:crypto'
import type { Call, Handled } from '../frame/call.ts'
import { fieldErrors } from '../frame/field-errors.ts'
import type { Answer } from '../frame/reply.ts'
import type { Frame } from '../frame/sandbox.ts'
import type { AnsweredKeys } from '../http/answered-keys.ts'
import { problem, tooManyRequests } from '../http/problem.ts'
import { cloudEventSchema } from './cloudevent.ts'
import type { CloudEvent } from './cloudevent.ts'
import type { Settings } from './settings.ts'

/** What the receipts are for, by their id. */
export type Receipts = Map<string, { readonly key: string; readonly event: CloudEvent }>

/** `POST /events`: one event a call. */
export function receiveEvent(call: Call, frame: Frame<Settings>, keys: AnsweredKeys, receipts: Receipts): Handled {
  const refused = (answer: Answer): Handled => ({ answer, applied: false })
  const settings = frame.settings()
  const { limit } = settings
  const standing = limit && frame.windows.take('events', limit, call.atMs)
  if (standing && !standing.allowed) return refused(tooManyRequests(Math.ceil((standing.resetAtMs - call.atMs) / 1000)))
  if (!/^application\/cloudevents\+json\b/.test(call.headers['content-type'] ?? ''))
    return refused(problem(415, 'Content-Type must be application/cloudevents+json.'))
  if (call.tooLarge) return refused(problem(413, 'The event is too large.'))
  const key = call.headers['idempotency-key']
  if (typeof key !== 'string' || key === '') return refused(problem(400, 'Idempotency-Key is required.'))
  if (call.json === undefined) return refused(problem(400, 'The body is not JSON.'))
  const before = keys.before(key, call.raw, call.atMs)
  if (before.seen === 'same') return refused(before.answer)
  if (before.seen === 'other') return refused(problem(409, 'This Idempotency-Key came with another body before.'))
  const { data: event, error } = cloudEventSchema.safeParse(call.json)
  if (!event) return refused(problem(422, 'The event is not a CloudEvents 1.0 event.', fieldErrors(error)))
  if (settings.types.length > 0 && !settings.types.includes(event.type)) {
    const errors = [{ field: 'type', message: `must be one of ${settings.types.join(', ')}` }]
    return refused(problem(422, 'The event is of a type that is not taken.', errors))
  }
  const receiptId = randomUUID()
  const answer: Answer = { status: 202, body: { receipt_id: receiptId } }
  keys.remember(key, call.raw, answer, call.atMs, settings.keySeconds)
  receipts.set(receiptId, { key, event })
  const { id, type, source, subject = null, correlationid = null } = event
  frame.effects.add({ kind: 'event', subject, id }, { type, source, key, correlationid })
  return { answer, applied: true }
}
