import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { Problem } from './problem.ts'

/** What a source may sign with, and for how long a signature is good. */
export interface Signing {
  /** In the form of Standard Webhooks, whsec_ and base64. Several while one is changed for another: whichever made the signature is good. */
  readonly secrets: readonly string[]
  /** The timestamp may be so far from our clock, in either direction. */
  readonly windowMs: number
}

/** Checks of requests that are signed as Standard Webhooks 1.0.0 says: HMAC-SHA-256 over `id.timestamp.body`, version v1. */
export interface SignedWebhook {
  /** Before the body is read: whether there is anything to check. */
  readonly admit: (headers: IncomingHttpHeaders) => Problem | undefined
  /** Over the bytes as they were sent. Takes a time that does not depend on the secrets or on how much of a signature is right. */
  readonly verify: (headers: IncomingHttpHeaders, bytes: Buffer, now: number) => Problem | undefined
}

/** Without a dot: in `id.timestamp.body` an id that has dots could be read as another id with another timestamp. */
const idPattern = /^[\x21-\x2d\x2f-\x7e]{1,255}$/
const timestampPattern = /^\d{1,12}$/
/** A sender that changes its secret signs with two; what comes beyond is not looked at. */
const mostSignatures = 8
const longestSignatures = 2_048

/**
 * An id is not remembered: the same request again, inside the window, is checked again, and its events are the same events, which
 * are known downstream by their ids.
 */
export function signedWebhook({ secrets, windowMs }: Signing): SignedWebhook {
  const keys = secrets.map(secret => Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
  return {
    admit: headers => (partsOf(headers) ? undefined : unsigned),
    verify: (headers, bytes, now) => {
      const parts = partsOf(headers)
      if (!parts) return unsigned
      if (Math.abs(now - Number(parts.timestamp) * 1_000) > windowMs) return outsideWindow(windowMs)
      return isSignedByOneOf(keys, parts, bytes) ? undefined : wronglySigned
    },
  }
}

interface Parts {
  readonly id: string
  readonly timestamp: string
  readonly signatures: readonly string[]
}

/** Undefined where a header is missing, there twice, or not in its form. */
function partsOf(headers: IncomingHttpHeaders): Parts | undefined {
  const [id, timestamp, given] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map(name => headers[name])
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof given !== 'string') return undefined
  if (!idPattern.test(id) || !timestampPattern.test(timestamp) || given.length > longestSignatures) return undefined
  const signatures = given.split(' ').flatMap(one => (one.startsWith('v1,') ? [one.slice('v1,'.length)] : []))
  return signatures.length === 0 ? undefined : { id, timestamp, signatures: signatures.slice(0, mostSignatures) }
}

/** Every key and every signature is tried, also after one has fitted. */
function isSignedByOneOf(keys: readonly Buffer[], { id, timestamp, signatures }: Parts, bytes: Buffer): boolean {
  let fits = false
  for (const key of keys) {
    const expected = Buffer.from(createHmac('sha256', key).update(`${id}.${timestamp}.`).update(bytes).digest('base64'))
    for (const signature of signatures) {
      const given = Buffer.from(signature)
      fits = (given.length === expected.length && timingSafeEqual(given, expected)) || fits
    }
  }
  return fits
}

const refused = (word: string, detail: string): Problem => ({
  status: 401,
  word,
  title: 'Not authorized',
  detail,
  headers: { 'www-authenticate': 'Webhook-Signature realm="signalbox"' },
})

const unsigned = refused(
  'unsigned',
  'Sign the request as Standard Webhooks says: webhook-id (up to 255 visible characters, no dot), webhook-timestamp (seconds since 1970) and webhook-signature (v1,<base64>).',
)

const wronglySigned = refused(
  'wrong-signature',
  'The signature is not that of webhook-id.webhook-timestamp.body with a secret that is good here.',
)

const outsideWindow = (windowMs: number): Problem =>
  refused(
    'outside-window',
    `webhook-timestamp is more than ${windowMs / 1_000} s from the time here: every attempt is signed anew, with its own time.`,
  )
