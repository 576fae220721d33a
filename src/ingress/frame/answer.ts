import type { Answer, JsonSchema } from './endpoint.ts'
import type { Rejected } from './item.ts'

/**
 * 202 for everything that is kept: also where some items, or all, are among the dead letters. A sender that repeats whatever is not 2xx would
 * else repeat for ever what nobody can use.
 */
export const accepted202 = ({ accepted, rejected }: { accepted: number; rejected: readonly Rejected[] }): Answer => ({
  status: 202,
  body: { accepted, ...(rejected.length === 0 ? {} : { rejected: rejected.map(rejectedItem) }) },
})

/** Pointers point into the body as it was sent. */
const rejectedItem = ({ index, id, faults, item }: Rejected) => ({
  index,
  ...(item.line !== undefined && { line: item.line }),
  ...(id !== null && { id }),
  errors: faults.map(({ pointer, detail }) => ({ pointer: item.placeOf?.(pointer) ?? item.pointer + pointer, detail })),
})

/** What it looks like. */
export const accepted202Schema: JsonSchema = {
  type: 'object',
  required: ['accepted'],
  properties: {
    accepted: { type: 'integer', description: 'Events that are in Kafka.' },
    rejected: {
      type: 'array',
      description: 'Events that cannot be used; they are kept for a person. Sending them again changes nothing.',
      items: {
        type: 'object',
        required: ['index', 'errors'],
        properties: {
          index: { type: 'integer', description: 'Which event of the request, from 0.' },
          line: { type: 'integer', description: 'Its line, from 1, where the body has lines.' },
          id: { type: 'string' },
          errors: {
            type: 'array',
            items: {
              type: 'object',
              required: ['pointer', 'detail'],
              properties: { pointer: { type: 'string' }, detail: { type: 'string' } },
            },
          },
        },
      },
    },
  },
}

/** The Security Scheme Object of requests that are signed. */
export const signatureScheme = {
  webhookSignature: {
    type: 'apiKey',
    in: 'header',
    name: 'webhook-signature',
    description:
      'Standard Webhooks 1.0.0: v1,<base64 of HMAC-SHA-256 over webhook-id.webhook-timestamp.body>, several of them parted by blanks. The key is what follows whsec_ in the secret, in base64. The body is signed as it is sent, compressed or not.',
  },
}

const header = (name: string, description: string) => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: { type: 'string' },
})

export const signatureParameters = [
  header('webhook-id', 'Names the request, the same in every attempt: up to 255 visible characters without a dot.'),
  header('webhook-timestamp', 'Seconds since 1970, of this attempt.'),
]
