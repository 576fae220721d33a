import { z } from 'zod'
import type { Outcome } from '../../stream/define.ts'
import { bounded } from '../../transport/failed-call.ts'
import { parsedBody } from '../../transport/json-answer.ts'
import type { Dialect, Reply } from '../../transport/reply.ts'

export type Refused = Extract<Reply, { kind: 'refused' }>

const Refusal = z.union([
  z.object({ exception: z.string() }).transform(({ exception }) => exception),
  z.object({ message: z.string() }).transform(({ message }) => message),
])

/** How the workflow service speaks: JSON with `exception`; an action on a task may be answered with nothing. */
export const workflowDialect: Dialect = {
  name: 'workflow_service',
  errorOf: body => parsedBody(body, Refusal),
  isAboutRequest: status => [400, 404, 409, 422, 500].includes(status),
  mayBeEmpty: true,
}

/** What became of the command where the service refuses it and nothing more is to be asked. */
export function outcomeOfRefusal({ status, error }: Refused): Outcome {
  if (status === 409) return retry(`conflict: ${error}`)
  if (status >= 500) return retry(`status_${status}: ${error}`)
  return rejected(`${status === 404 ? 'not_found' : 'invalid'}: ${error}`)
}

export const retry = (reason: string): Outcome => ({ kind: 'retry', reason: bounded(reason), afterMs: null })
export const rejected = (reason: string): Outcome => ({ kind: 'rejected', reason: bounded(reason) })
