import type { RateReport } from '../stream/define.ts'
import { waitOf } from './failed-call.ts'
import type { Answer, NoAnswer } from './http-caller.ts'

/** What `Retry-After` says about the limit, where the call was refused for it. */
export function rateOf(answer: Answer | NoAnswer, now: number): { readonly rate?: RateReport } {
  if ('sent' in answer || answer.status !== 429) return {}
  const wait = waitOf(answer, now)
  return wait === null ? {} : { rate: { notBefore: now + wait } }
}
