import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { chances } from '../frame/chances.ts'
import { parseJson } from '../json.ts'
import { secretBytes, sign } from './webhook-signature.ts'

const ms = z.int().min(1).max(600_000)

/** Where a system's own webhooks go, and how it repeats them. */
export const webhookSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  /** As Standard Webhooks writes it: whsec_ and base64. */
  secret: z.string().min(1),
  /** Events in a message. */
  batch: z.int().min(1).max(10_000).default(100),
  /** Messages on their way at once: with more than one they overtake each other. */
  inFlight: z.int().min(1).max(256).default(4),
  /** An answer that takes longer is none. */
  timeoutMs: ms.default(5_000),
  /** Before the second attempt; doubled each time, up to the longest. Retry-After counts where it is longer. */
  retryMs: ms.default(100),
  maxRetryMs: ms.default(5_000),
  /** Attempts for a message; 0: until it is heard. */
  attempts: z.int().min(0).default(0),
  /** How probable it is that a message which was heard is sent once more. */
  duplicates: z.number().min(0).max(1).default(0),
  /** Of each message the events in another order than they happened. */
  shuffled: z.boolean().default(false),
  /** Where the row of chances begins. */
  seed: z.int().default(1),
})
export type Webhook = z.output<typeof webhookSchema>

/** What is sent: the same bytes under the same id in every attempt. */
export interface Message {
  readonly id: string
  readonly contentType: string
  readonly body: string
}

/** What came of one message. */
export interface Heard {
  /** Of the last attempt; null where there was no whole answer. */
  readonly status: number | null
  readonly attempts: number
  /** The answer's JSON, where it was 2xx. */
  readonly answer: unknown
}

type Delivering = Pick<Webhook, 'url' | 'secret' | 'timeoutMs' | 'retryMs' | 'maxRetryMs' | 'attempts'>

/**
 * Sends a message until it is answered with 2xx or its attempts are used up: whatever else is answered, and no answer at all, is repeated.
 * Each attempt is signed anew, with its own time. `said` hears what became of each: a status, timeout or unreachable.
 */
export async function deliver(
  message: Message,
  webhook: Delivering,
  { now, stopped, said }: { now: () => number; stopped: AbortSignal; said: (word: string) => void },
): Promise<Heard> {
  for (let attempts = 1; ; attempts++) {
    const tried = await attempt(message, webhook, now(), stopped)
    said(tried.word)
    const isHeard = tried.status !== null && tried.status >= 200 && tried.status < 300
    if (isHeard || attempts === webhook.attempts || stopped.aborted)
      return { status: tried.status, attempts, answer: isHeard ? parseJson(tried.text) : undefined }
    const backoff = Math.min(webhook.maxRetryMs, webhook.retryMs * 2 ** Math.min(attempts - 1, 20))
    await sleep(Math.max(backoff, tried.retryAfterMs), undefined, { signal: stopped, ref: false }).catch(
      () => undefined,
    )
  }
}

async function attempt(
  { id, contentType, body }: Message,
  { url, secret, timeoutMs }: Delivering,
  atMs: number,
  stopped: AbortSignal,
) {
  const timestamp = String(Math.floor(atMs / 1000))
  const timeout = AbortSignal.timeout(timeoutMs)
  try {
    const response = await fetch(url, {
      method: 'POST',
      body,
      headers: {
        'content-type': contentType,
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': sign(secretBytes(secret), id, timestamp, Buffer.from(body)),
      },
      redirect: 'manual',
      signal: AbortSignal.any([timeout, stopped]),
    })
    const text = await response.text()
    const { status } = response
    const retryAfterMs = Math.min(60, Number(response.headers.get('retry-after') ?? 0) || 0) * 1000
    return { status, text, retryAfterMs, word: String(status) }
  } catch {
    return { status: null, text: '', retryAfterMs: 0, word: timeout.aborted ? 'timeout' : 'unreachable' }
  }
}

interface Queued {
  readonly message: Message
  /** It was heard before: it goes once more, and no more than that. */
  readonly isRepeated: boolean
}

/** A system's outgoing side: messages wait here until they are heard, some of them on their way at once. */
export class WebhookSender {
  readonly #webhook: () => Webhook | null
  readonly #now: () => number
  #stop = new AbortController()
  #waiting: Queued[] = []
  #onTheirWay = 0
  #delivered = 0
  #givenUp = 0
  #attempts = 0
  #repeated = 0
  #answers = new Map<string, number>()
  #chance: () => number
  #seed: number | undefined

  /** `webhook`: as it is now; null: nothing is sent, and what waits goes on waiting. */
  constructor(webhook: () => Webhook | null, now: () => number) {
    this.#webhook = webhook
    this.#now = now
    this.#chance = chances(1)
  }

  send(message: Message): void {
    this.#waiting.push({ message, isRepeated: false })
    this.pump()
  }

  /** Begins with what waits; call it when the settings have changed. */
  pump(): void {
    const webhook = this.#webhook()
    while (webhook && this.#onTheirWay < webhook.inFlight) {
      const queued = this.#waiting.shift()
      if (!queued) return
      this.#onTheirWay += 1
      void this.#deliver(queued, webhook)
    }
  }

  /** The next number of the row that begins at the webhook's seed. */
  chance(): number {
    const seed = this.#webhook()?.seed ?? 1
    if (seed !== this.#seed) {
      this.#seed = seed
      this.#chance = chances(seed)
    }
    return this.#chance()
  }

  report() {
    return {
      waiting: this.#waiting.length + this.#onTheirWay,
      delivered: this.#delivered,
      givenUp: this.#givenUp,
      attempts: this.#attempts,
      repeated: this.#repeated,
      answers: Object.fromEntries(this.#answers),
    }
  }

  /** Forgets everything; what is on its way is cut off. */
  clear(): void {
    this.#stop.abort()
    this.#stop = new AbortController()
    this.#waiting = []
    this.#onTheirWay = this.#delivered = this.#givenUp = this.#attempts = this.#repeated = 0
    this.#answers = new Map()
    this.#seed = undefined
  }

  async #deliver({ message, isRepeated }: Queued, webhook: Webhook): Promise<void> {
    const { signal: stopped } = this.#stop
    const said = (word: string) => {
      if (stopped.aborted) return
      this.#attempts += 1
      this.#answers.set(word, (this.#answers.get(word) ?? 0) + 1)
    }
    const { status, answer } = await deliver(message, webhook, { now: this.#now, stopped, said })
    if (stopped.aborted) return
    this.#onTheirWay -= 1
    const isHeard = answer !== undefined || (status !== null && status >= 200 && status < 300)
    if (isHeard) this.#delivered += 1
    else this.#givenUp += 1
    if (isHeard && !isRepeated && this.chance() < webhook.duplicates) {
      this.#repeated += 1
      this.#waiting.push({ message, isRepeated: true })
    }
    this.pump()
  }
}

/** The items in another order, by the chances given. */
export function shuffle<T>(items: readonly T[], chance: () => number): T[] {
  const mixed = [...items]
  for (let last = mixed.length - 1; last > 0; last--) {
    const other = Math.floor(chance() * (last + 1))
    const [a, b] = [mixed[last], mixed[other]]
    if (a === undefined || b === undefined) continue
    mixed[last] = b
    mixed[other] = a
  }
  return mixed
}
