import type { Answer } from '../../../src/transport/http-caller.ts'

/** What Braze answered; a text stands as it is. */
export const answer = (status: number, body: unknown = {}, headers: Record<string, string> = {}): Answer => ({
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
})
