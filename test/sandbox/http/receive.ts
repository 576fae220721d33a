import type { Call, Handled } from '../frame/call.ts'
import { fieldErrors } from '../frame/field-errors.ts'
import type { Answer } from '../frame/reply.ts'
import type { Frame } from '../frame/sandbox.ts'
import type { AnsweredKeys } from './answered-keys.ts'
import { readBatch } from './batch.ts'
import type { HookEvent } from './batch.ts'
import { partlyRefused } from './faults/partly-refused.ts'
import { problem, tooManyRequests } from './problem.ts'
import type { Endpoint, Settings } from './settings.ts'
import { secretBytes, signatureFault } from './webhook-signature.ts'

/** One endpoint, by the name in its path. */
export interface Hook {
  readonly name: string
  readonly endpoint: Endpoint
}

/** A signed batch, or one signed event, posted to an endpoint. */
export function receiveBatch(
  call: Call,
  frame: Frame<Settings>,
  { name, endpoint }: Hook,
  keys: AnsweredKeys,
): Handled {
  const refused = refusalOf(call, frame, { name, endpoint })
  if (refused) return { answer: refused, applied: false }
  const key = call.headers['idempotency-key']
  if (typeof key !== 'string' || key === '') return no(problem(400, 'Idempotency-Key is required.'))
  const keyHere = `${name} ${key}`
  const before = keys.before(keyHere, call.raw, call.atMs)
  if (endpoint.dedupes && before.seen === 'same') return no(before.answer)
  if (endpoint.dedupes && before.seen === 'other')
    return no(problem(409, 'This Idempotency-Key came with another body before.'))
  const { data: batch, error } = readBatch(call.json)
  if (!batch) return no(problem(400, 'The body is neither an event nor a batch of events.', fieldErrors(error)))
  if (batch.events.length > endpoint.maxItems) return no(problem(413, `At most ${endpoint.maxItems} events a call.`))
  const refusedItems = frame.faults.take(partlyRefused, call)?.items ?? 0
  const taken = batch.events.slice(refusedItems)
  for (const { id, type, subject = null } of taken)
    frame.effects.add({ kind: 'event', subject, id }, { endpoint: name, type, key })
  const answer = answerFor(endpoint, batch.events.slice(0, refusedItems), taken.length)
  keys.remember(keyHere, call.raw, answer, call.atMs, endpoint.keySeconds)
  return { answer, applied: taken.length > 0 }
}

function refusalOf(call: Call, frame: Frame<Settings>, { name, endpoint }: Hook): Answer | undefined {
  if (endpoint.gone) return problem(410, 'This endpoint is no more.')
  if (call.bytes > endpoint.maxBytes || call.tooLarge) return problem(413, `At most ${endpoint.maxBytes} bytes a call.`)
  const secrets = endpoint.secrets.length > 0 ? endpoint.secrets : [frame.credentials.key]
  const fault = signatureFault(call, secrets.map(secretBytes))
  if (fault !== undefined) return problem(401, fault)
  const standing = endpoint.limit && frame.windows.take(name, endpoint.limit, call.atMs)
  if (standing && !standing.allowed) return tooManyRequests(Math.ceil((standing.resetAtMs - call.atMs) / 1000))
  if (!/^application\/json\b/.test(call.headers['content-type'] ?? ''))
    return problem(415, 'Content-Type must be application/json.')
  return call.json === undefined ? problem(400, 'The body is not JSON.') : undefined
}

function answerFor({ status, answer }: Endpoint, refused: readonly HookEvent[], accepted: number): Answer {
  if (refused.length > 0) {
    const rejected = refused.map(({ id }, index) => ({ index, id, message: 'This event was refused.' }))
    return { status: 207, body: { accepted, rejected } }
  }
  return { status, body: answer === 'json' ? { accepted } : undefined }
}

function no(answer: Answer): Handled {
  return { answer, applied: false }
}
