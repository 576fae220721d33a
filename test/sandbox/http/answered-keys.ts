import { createHash } from 'node:crypto'
import type { Answer } from '../frame/reply.ts'

interface Answered {
  readonly bodyHash: string
  readonly answer: Answer
  readonly endMs: number
}

/** What a key was answered with before: nothing, that answer, or something for another body. */
export type Before =
  { readonly seen: 'no' } | { readonly seen: 'same'; readonly answer: Answer } | { readonly seen: 'other' }

/** The answers to calls that carried an idempotency key, each for its time. Bodies are the same when their bytes are. */
export class AnsweredKeys {
  readonly #answered = new Map<string, Answered>()

  before(key: string, body: Buffer, nowMs: number): Before {
    const found = this.#answered.get(key)
    if (!found || found.endMs <= nowMs) return { seen: 'no' }
    return found.bodyHash === hashOf(body) ? { seen: 'same', answer: found.answer } : { seen: 'other' }
  }

  remember(key: string, body: Buffer, answer: Answer, nowMs: number, seconds: number): void {
    this.#forget(nowMs)
    this.#answered.delete(key)
    this.#answered.set(key, { bodyHash: hashOf(body), answer, endMs: nowMs + seconds * 1000 })
  }

  clear(): void {
    this.#answered.clear()
  }

  #forget(nowMs: number): void {
    for (const [key, { endMs }] of this.#answered) {
      if (endMs > nowMs) return
      this.#answered.delete(key)
    }
  }
}

function hashOf(body: Buffer): string {
  return createHash('sha256').update(body).digest('base64')
}
