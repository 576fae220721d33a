import { STATUS_CODES } from 'node:http'
import { z } from 'zod'
import type { Answer, Reply } from '../http/reply.ts'
import { isArray, isJsonObject } from '../json.ts'

const when = {
  /** The only path it strikes; all of them when left out. */
  path: z.string().startsWith('/').optional(),
  /** Calls it strikes before it is gone; 0 = until it is cleared. */
  times: z.int().min(0).default(1),
  /** Chance that a call it could strike is struck. */
  probability: z.number().gt(0).max(1).default(1),
}
const plain = <Name extends string>(name: Name) => z.strictObject({ fault: z.literal(name), ...when })

/** Every fault that can be injected. */
export const faultSchema = z.discriminatedUnion('fault', [
  z.strictObject({
    fault: z.literal('status'),
    status: z.int().min(200).max(599),
    body: z.unknown().optional(),
    headers: z.record(z.string(), z.string()).optional(),
    ...when,
  }),
  plain('html502'),
  z.strictObject({ fault: z.literal('rateLimited'), seconds: z.int().min(1).default(1), ...when }),
  plain('timeoutBeforeApply'),
  plain('reset'),
  plain('timeoutAfterApply'),
  plain('resetAfterApply'),
  plain('queued202'),
  plain('errorsWithoutIndex'),
  plain('plainStringErrors'),
  z.strictObject({ fault: z.literal('slow'), ms: z.int().min(0).max(600_000), ...when }),
])
export type Fault = z.infer<typeof faultSchema>

/** What `rateLimited` asks its caller to build, in the dialect that is set. */
export type RateLimit = (seconds: number) => Answer

/** Instead of the API's work, so nothing is applied; undefined for the faults that strike after it. */
export function replyInstead(fault: Fault, rateLimit: RateLimit): Reply | undefined {
  switch (fault.fault) {
    case 'status': {
      const body = fault.body ?? { message: STATUS_CODES[fault.status] ?? 'Injected' }
      return {
        send: 'answer',
        answer: { status: fault.status, body, ...(fault.headers && { headers: fault.headers }) },
      }
    }
    case 'html502':
      return { send: 'answer', answer: { status: 502, headers: { 'Content-Type': 'text/html' }, body: badGateway } }
    case 'rateLimited':
      return { send: 'answer', answer: rateLimit(fault.seconds) }
    case 'timeoutBeforeApply':
      return { send: 'nothing' }
    case 'reset':
      return { send: 'reset' }
    default:
      return undefined
  }
}

/** In place of the API's own answer, after its work; undefined where the fault has nothing to bite on. */
export function replyAfter(fault: Fault, answer: Answer): Reply | undefined {
  const succeeded = answer.status < 300
  switch (fault.fault) {
    case 'timeoutAfterApply':
      return succeeded ? { send: 'nothing' } : undefined
    case 'resetAfterApply':
      return succeeded ? { send: 'reset' } : undefined
    case 'queued202':
      return succeeded ? { send: 'answer', answer: { ...answer, status: 202, body: { message: 'queued' } } } : undefined
    case 'slow':
      return { send: 'answer', answer, afterMs: fault.ms }
    case 'errorsWithoutIndex':
      return rewriteErrors(answer, type => ({ type }))
    case 'plainStringErrors':
      return rewriteErrors(answer, type => type)
    default:
      return undefined
  }
}

function rewriteErrors(answer: Answer, rewrite: (type: unknown) => unknown): Reply | undefined {
  if (!isJsonObject(answer.body) || !isArray(answer.body['errors'])) return undefined
  const errors = answer.body['errors'].map(error => rewrite(isJsonObject(error) ? error['type'] : error))
  return { send: 'answer', answer: { ...answer, body: { ...answer.body, errors } } }
}

const badGateway = `<html>
<head><title>502 Bad Gateway</title></head>
<body>
<center><h1>502 Bad Gateway</h1></center>
<hr><center>cloudflare</center>
</body>
</html>
`
