/**
 * A source system that sends signed webhooks as fast as it is answered, for load and for chaos. It behaves as the contract of the source says: batches, several on their way
 * at once, and whatever is not 2xx, or not answered in time, is sent again with the same webhook-id and the same bytes until it is heard. Shares no code with src.
 */
import { deliver, type Message } from '../sandbox/http/webhook-sender.ts'

export interface WebhookSourceOptions {
  /** Of the route. */
  readonly url: string
  /** As Standard Webhooks writes it. */
  readonly secret: string
  /** Events in a message. */
  readonly batch?: number
  /** Messages on their way at once. */
  readonly inFlight?: number
  readonly timeoutMs?: number
  readonly retryMs?: number
  readonly maxRetryMs?: number
  /** Gives up waiting and retrying when it is aborted. */
  readonly signal?: AbortSignal
  /** Hears the ids of events that were acknowledged, in the order in which that became known. */
  readonly acknowledged?: (ids: readonly string[]) => void
}

/** One event with the id that a receiver knows it by. */
export interface Sendable {
  readonly id: string
  readonly event: unknown
}

/** How many of what; grows while the source runs. */
export interface Counters {
  /** Events that were put into messages. */
  sent: number
  /** Of them those that an answer of 2xx has counted as accepted, and as rejected. */
  accepted: number
  rejected: number
  /** Messages, and attempts to send them. */
  messages: number
  attempts: number
  /** Attempts by what became of them: a status, timeout or unreachable. */
  answers: Record<string, number>
}

/** How a source writes its messages. */
export interface Writing {
  /** The ids of its messages begin with it: must differ between sources that send to one receiver. */
  readonly name: string
  readonly contentType: string
  readonly bodyOf: (events: readonly Sendable[]) => string
}

export class WebhookSource {
  readonly counters: Counters = { sent: 0, accepted: 0, rejected: 0, messages: 0, attempts: 0, answers: {} }
  readonly #options: WebhookSourceOptions
  readonly #writing: Writing

  constructor(options: WebhookSourceOptions, writing: Writing) {
    this.#options = options
    this.#writing = writing
  }

  /** Sends all events, each batch as soon as another was heard. Resolves when the last one was; events are taken from the row as they are needed. */
  async emit(events: Iterable<Sendable>): Promise<void> {
    const batches = this.#batchesOf(events)
    await Promise.all(Array.from({ length: this.#options.inFlight ?? 4 }, () => this.#work(batches)))
  }

  async #work(batches: Iterator<readonly Sendable[]>): Promise<void> {
    for (let next = batches.next(); next.done !== true; next = batches.next()) {
      if (this.#options.signal?.aborted === true) return
      await this.#send(next.value)
    }
  }

  async #send(events: readonly Sendable[]): Promise<void> {
    const { url, secret, timeoutMs = 10_000, retryMs = 50, maxRetryMs = 2_000, acknowledged } = this.#options
    const { counters } = this
    const { name, contentType, bodyOf } = this.#writing
    const message: Message = { id: `${name}-${++counters.messages}`, contentType, body: bodyOf(events) }
    counters.sent += events.length
    const stopped = this.#options.signal ?? new AbortController().signal
    const said = (word: string) => {
      counters.attempts += 1
      counters.answers[word] = (counters.answers[word] ?? 0) + 1
    }
    const webhook = { url, secret, timeoutMs, retryMs, maxRetryMs, attempts: 0 }
    const { status, answer } = await deliver(message, webhook, { now: () => Date.now(), stopped, said })
    if (status === null || status < 200 || status >= 300) return
    const refused = rejectedOf(answer)
    counters.rejected += refused.size
    counters.accepted += events.length - refused.size
    acknowledged?.(events.flatMap(({ id }, index) => (refused.has(index) ? [] : [id])))
  }

  *#batchesOf(events: Iterable<Sendable>): Iterator<readonly Sendable[]> {
    let batch: Sendable[] = []
    for (const event of events) {
      batch.push(event)
      if (batch.length < (this.#options.batch ?? 100)) continue
      yield batch
      batch = []
    }
    if (batch.length > 0) yield batch
  }
}

/** The places of the events that an answer says were rejected. */
function rejectedOf(answer: unknown): ReadonlySet<number> {
  if (typeof answer !== 'object' || answer === null || !('rejected' in answer)) return new Set()
  const given: readonly unknown[] = Array.isArray(answer.rejected) ? answer.rejected : []
  return new Set(
    given.flatMap(one =>
      typeof one === 'object' && one !== null && 'index' in one && typeof one.index === 'number' ? [one.index] : [],
    ),
  )
}
