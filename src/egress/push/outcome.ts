import { z } from 'zod'
import type { Outcome } from '../../stream/define.ts'
import { bounded, failedCall, unanswered } from '../../transport/failed-call.ts'
import type { Answer, NoAnswer } from '../../transport/http-caller.ts'
import { parsedBody } from '../../transport/json-answer.ts'

const Rejection = z.object({
  target: z.string(),
  key: z.string(),
  errorMessage: z.string().optional().catch(undefined),
})
type Rejection = z.output<typeof Rejection>
const Taken = z.object({
  job_id: z.string(),
  accepted: z.array(z.unknown()),
  rejected: z.array(Rejection).default([]),
})
const Failure = z.object({ key: z.string().catch(''), errorMessage: z.string() })

/** The key of a recipient whose token is dead: the app is gone from the device. */
const deadToken = 'UNREGISTERED'

/** Pure. What became of a push: the gateway took it for all, for some or for none of its recipients, or not at all. */
export function outcomeOf(answer: Answer | NoAnswer, now: number): Outcome {
  if ('sent' in answer) return unanswered(answer)
  const failed = failedCall(answer, now, messageOf)
  if (failed) return failed
  const { status, body } = answer
  if (status >= 300) return { kind: 'rejected', reason: bounded(`status_${status}: ${messageOf(body)}`) }
  const taken = parsedBody(body, Taken)
  if (!taken) return { kind: 'inDoubt', reason: bounded(`not_the_gateway: status ${status} and no job: ${body}`) }
  const { job_id: destinationId, accepted, rejected } = taken
  if (rejected.length === 0) return { kind: 'delivered', destinationId }
  const words = wordsOf(rejected)
  if (accepted.length === 0) return { kind: 'rejected', reason: bounded(`no_recipient_accepted: ${words}`) }
  return { kind: 'delivered', destinationId, note: bounded(`${rejected.length} recipients rejected: ${words}`) }
}

/** The recipients by what is wrong with them, dead tokens first: they are to be cleaned up, and the text may be cut. */
function wordsOf(rejected: readonly Rejection[]): string {
  const keys = [...new Set(rejected.map(({ key }) => key))].sort((one, other) => rank(one) - rank(other))
  const words = keys.map(key => {
    const those = rejected.filter(rejection => rejection.key === key)
    const said = those.find(({ errorMessage }) => errorMessage !== undefined)?.errorMessage
    return `${key} (${those.length}): ${those.map(({ target }) => target).join(', ')}${said === undefined ? '' : ` (${said})`}`
  })
  return words.join('; ')
}

const rank = (key: string): number => (key === deadToken ? 0 : 1)

/** The gateway wraps every error: a key, a message, the entity and the status. */
function messageOf(body: string): string {
  const failure = parsedBody(body, Failure)
  if (!failure) return body
  return failure.key === '' ? failure.errorMessage : `${failure.key}: ${failure.errorMessage}`
}
