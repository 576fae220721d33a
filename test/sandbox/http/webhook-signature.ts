import { createHmac } from 'node:crypto'
import type { Call } from '../frame/call.ts'
import { isSame } from '../frame/credentials.ts'

const toleranceMs = 5 * 60_000
const prefix = 'whsec_'

/** The bytes of a secret: what follows `whsec_` in base64, or, of a secret without that, its own characters. */
export function secretBytes(secret: string): Buffer {
  return secret.startsWith(prefix) ? Buffer.from(secret.slice(prefix.length), 'base64') : Buffer.from(secret, 'utf8')
}

export function sign(secret: Buffer, id: string, timestamp: string, body: Buffer): string {
  return `v1,${createHmac('sha256', secret).update(`${id}.${timestamp}.`).update(body).digest('base64')}`
}

/** What is wrong with the signature of a call, as Standard Webhooks has it; undefined when one of the secrets made it. */
export function signatureFault({ headers, raw, atMs }: Call, secrets: readonly Buffer[]): string | undefined {
  const [id, timestamp, signature] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map(name => headers[name])
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signature !== 'string')
    return 'webhook-id, webhook-timestamp and webhook-signature are required'
  if (!/^\d{1,12}$/.test(timestamp)) return 'webhook-timestamp must be in whole seconds since 1970'
  if (Math.abs(atMs - Number(timestamp) * 1000) > toleranceMs) return 'webhook-timestamp is too old or too new'
  const expected = secrets.map(secret => sign(secret, id, timestamp, raw))
  const matches = signature.split(' ').flatMap(given => expected.map(right => isSame(given, right)))
  return matches.includes(true) ? undefined : 'no signature matches'
}
