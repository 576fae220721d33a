import { once } from 'node:events'
import { Agent as PlainAgent, request as plainRequest } from 'node:http'
import { Agent as TlsAgent, request as tlsRequest } from 'node:https'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { random } from './random.ts'

/** An event as Currents sends it. */
export interface Event {
  readonly event_type: string
  readonly id: string
}

export interface CurrentsSettings {
  readonly url: string
  readonly token: string
  /** Everything that is left to chance follows from it. */
  readonly seed: number
  /** Events per request; Braze's default is 100. */
  readonly batch?: number
  /** Requests of one type of event that may be under way at once. */
  readonly perType?: number
  /** Chance that a batch which was acknowledged is sent again: delivery is at least once. */
  readonly duplicates?: number
  /** Chance that a batch waits until those behind it are sent: no order is promised. */
  readonly reordered?: number
  /** Bounds of the exponential back-off, which has full jitter. */
  readonly backOffMs?: readonly [first: number, most: number]
  readonly timeoutMs?: number
  readonly gzip?: boolean
  readonly onAcknowledged?: (events: readonly Event[]) => void
}

/** What became of the events of one `send`. */
export interface Sent {
  readonly acknowledged: number
  /** Given up for good: refused with 400 twice, or with 413 when alone. */
  readonly dropped: readonly string[]
}

interface Batch {
  readonly events: readonly Event[]
  /** A 400 was answered to a request that held it. */
  readonly refused: boolean
}

interface Queue {
  readonly waiting: Batch[]
  readonly lost: string[]
  acknowledged: number
}

/**
 * Braze Currents with a custom HTTP connector, as its documentation describes it: a queue for each type of event, batches of up to a hundred, at least once and in no promised order.
 * 2xx is done. 400 splits a batch into single events; one that gets a second 400 is dropped for good. 413 sends less at once. 401, 403 and 404 stop the connector until somebody
 * mends it. 429, 5xx, any other status and any fault of the network send the same again, later.
 */
export class BrazeCurrents {
  /** Counts of everything that happened; `statuses` by what was answered, 0 for no answer. */
  readonly counters = {
    requests: 0,
    acknowledged: 0,
    sentAgain: 0,
    duplicates: 0,
    splits: 0,
    droppedForGood: 0,
    tooLarge: 0,
    halts: 0,
    statuses: new Map<number, number>(),
  }

  readonly #settings: Required<Omit<CurrentsSettings, 'onAcknowledged'>> & Pick<CurrentsSettings, 'onAcknowledged'>
  readonly #random: () => number
  readonly #agent: PlainAgent | TlsAgent
  #url: URL
  #token: string
  #mended: Promise<unknown> | undefined
  #mend: () => void = () => undefined
  #stopped = false

  constructor(settings: CurrentsSettings) {
    this.#settings = {
      batch: 100,
      perType: 4,
      duplicates: 0.02,
      reordered: 0.05,
      backOffMs: [50, 2_000],
      timeoutMs: 30_000,
      gzip: false,
      ...settings,
    }
    this.#random = random(settings.seed)
    this.#url = new URL(settings.url)
    this.#token = settings.token
    const options = { keepAlive: true, scheduling: 'fifo' as const }
    this.#agent = this.#url.protocol === 'https:' ? new TlsAgent(options) : new PlainAgent(options)
  }

  /** The check of credentials when a connector is saved: an empty body. Resolves with the status. */
  async probe(): Promise<number> {
    return this.#post(Buffer.alloc(0))
  }

  /** Resolves when each event was acknowledged or given up; while the connector is halted it waits. */
  async send(events: readonly Event[]): Promise<Sent> {
    const types = new Map<string, Event[]>()
    for (const event of events) {
      const known = types.get(event.event_type)
      if (known) known.push(event)
      else types.set(event.event_type, [event])
    }
    const sent = await Promise.all([...types.values()].map(all => this.#drain(all)))
    return {
      acknowledged: sent.reduce((sum, queue) => sum + queue.acknowledged, 0),
      dropped: sent.flatMap(queue => queue.lost),
    }
  }

  /** Somebody put the connector right: what waited since it was halted goes on. */
  mend(settings: { readonly url?: string; readonly token?: string } = {}): void {
    if (settings.url !== undefined) this.#url = new URL(settings.url)
    this.#token = settings.token ?? this.#token
    this.#mended = undefined
    this.#mend()
  }

  /** Ends everything that is under way; what was not acknowledged is not. */
  stop(): void {
    this.#stopped = true
    this.#mend()
    this.#agent.destroy()
  }

  async #drain(events: readonly Event[]): Promise<Queue> {
    const { batch, perType } = this.#settings
    const queue: Queue = { waiting: [], lost: [], acknowledged: 0 }
    for (let at = 0; at < events.length; at += batch)
      queue.waiting.push({ events: events.slice(at, at + batch), refused: false })
    let underWay = 0
    const work = async () => {
      // One that is under way may come back split.
      while ((queue.waiting.length > 0 || underWay > 0) && !this.#stopped) {
        const next = this.#next(queue.waiting)
        if (!next) {
          await sleep(1)
          continue
        }
        underWay++
        await this.#deliver(next, queue)
        underWay--
      }
    }
    await Promise.all(Array.from({ length: perType }, work))
    return queue
  }

  #next(waiting: Batch[]): Batch | undefined {
    const [first, second] = waiting
    if (!first || !second || this.#random() >= this.#settings.reordered) return waiting.shift()
    return waiting.splice(1, 1)[0]
  }

  /** Until the batch is acknowledged, split, or given up. */
  async #deliver({ events, refused }: Batch, queue: Queue): Promise<void> {
    const body = this.#bodyOf(events)
    for (let attempt = 0; !this.#stopped; attempt++) {
      if (this.#mended) await this.#mended
      const status = await this.#post(body)
      if (status >= 200 && status < 300) return this.#done(events, body, queue)
      if (status === 400 || status === 413) {
        this.#split(status, { events, refused }, queue)
        return
      }
      if ([401, 403, 404].includes(status)) this.#halt()
      else await this.#backOff(attempt)
      this.counters.sentAgain++
    }
  }

  async #done(events: readonly Event[], body: Buffer, queue: Queue): Promise<void> {
    queue.acknowledged += events.length
    this.counters.acknowledged += events.length
    this.#settings.onAcknowledged?.(events)
    if (this.#random() >= this.#settings.duplicates) return
    this.counters.duplicates += events.length
    await this.#post(body)
  }

  /** 400: each by itself, and gone after the second one. 413: half at once; what follows when one event alone is too large is not documented: here it is given up and counted. */
  #split(status: 400 | 413, { events, refused }: Batch, queue: Queue): void {
    const [only] = events
    const isLast = events.length === 1 && (status === 413 || refused)
    if (isLast && only) {
      if (status === 400) this.counters.droppedForGood++
      else this.counters.tooLarge++
      queue.lost.push(only.id)
      return
    }
    this.counters.splits++
    const size = status === 400 ? 1 : Math.ceil(events.length / 2)
    for (let at = 0; at < events.length; at += size)
      queue.waiting.push({ events: events.slice(at, at + size), refused: refused || status === 400 })
  }

  #halt(): void {
    if (this.#mended || this.#stopped) return
    this.counters.halts++
    this.#mended = new Promise<void>(resolve => (this.#mend = resolve))
  }

  async #backOff(attempt: number): Promise<void> {
    const [first, most] = this.#settings.backOffMs
    await sleep(this.#random() * Math.min(most, first * 2 ** Math.min(attempt, 20)))
  }

  #bodyOf(events: readonly Event[]): Buffer {
    const text = Buffer.from(JSON.stringify({ events }))
    return this.#settings.gzip ? gzipSync(text) : text
  }

  /** The status; 0 where no whole answer came. */
  async #post(body: Buffer): Promise<number> {
    this.counters.requests++
    const status = await this.#answered(body).catch(() => 0)
    this.counters.statuses.set(status, (this.counters.statuses.get(status) ?? 0) + 1)
    return status
  }

  async #answered(body: Buffer): Promise<number> {
    const send = this.#url.protocol === 'https:' ? tlsRequest : plainRequest
    const isPacked = this.#settings.gzip && body.length > 0
    const call = send(this.#url, {
      method: 'POST',
      agent: this.#agent,
      signal: AbortSignal.timeout(this.#settings.timeoutMs),
      headers: {
        'content-type': 'application/json',
        'content-length': body.length,
        authorization: `Bearer ${this.#token}`,
        'braze-currents-version': '1',
        ...(isPacked ? { 'content-encoding': 'gzip' } : {}),
      },
    })
    const answer = new Promise<number>((resolve, reject) => {
      call.on('error', reject)
      call.on('response', response => {
        once(response.resume(), 'end').then(() => resolve(response.statusCode ?? 0), reject)
        response.on('aborted', () => reject(new Error('cut off')))
      })
    })
    call.end(body)
    return answer
  }
}
