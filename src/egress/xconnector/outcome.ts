import { z } from 'zod'
import type { Outcome } from '../../stream/define.ts'
import { bounded, failedCall, unanswered } from '../../transport/failed-call.ts'
import type { Answer, NoAnswer } from '../../transport/http-caller.ts'
import { parsedBody } from '../../transport/json-answer.ts'

const Receipt = z.object({ receipt_id: z.string() })

/** Pure. What became of an event: taken with a receipt, refused for good (409: the key came with another body; 422: no such event), or not taken now. */
export function outcomeOf(answer: Answer | NoAnswer, now: number): Outcome {
  if ('sent' in answer) return unanswered(answer)
  const failed = failedCall(answer, now, body => body)
  if (failed) return failed
  const { status, body } = answer
  if (status >= 300) return { kind: 'rejected', reason: bounded(`status_${status}: ${body}`) }
  const receipt = parsedBody(body, Receipt)
  return receipt
    ? { kind: 'delivered', destinationId: receipt.receipt_id }
    : { kind: 'inDoubt', reason: bounded(`not_xconnector: status ${status} and no receipt: ${body}`) }
}
