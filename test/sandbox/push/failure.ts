import type { Answer } from '../frame/reply.ts'

/** A refusal in the gateway's wrapper. */
export function failure(status: number, key: string, errorMessage: string, entity: unknown = null): Answer {
  return { status, body: { key, errorMessage, entity, status } }
}

export function quotaExceeded(seconds: number): Answer {
  const answer = failure(429, 'QUOTA_EXCEEDED', `The quota of messages is used up; try again in ${seconds} s.`)
  return { ...answer, headers: { 'Retry-After': String(seconds) } }
}
