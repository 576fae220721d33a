import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from 'undici'
import { brazeCommands } from '../../../../topics/braze-commands.ts'
import { customerEvents } from '../../../../topics/customer-events.ts'
import { batchType, consent, view } from '../../../event.ts'
import { idOf, numberOf, type Numbered, type Source } from '../source.ts'

const token = 'a-token-for-the-chaos-run'
const connections = 16
const pauseMs = 100
const headers = { authorization: `Bearer ${token}`, 'content-type': batchType }

class Client {
  readonly #pool: Pool
  readonly #answers = new Map<string, number>()

  constructor(url: string) {
    this.#pool = new Pool(url, { connections, headersTimeout: 20_000, bodyTimeout: 20_000 })
  }

  send(batch: readonly Numbered[]): Promise<boolean> {
    return this.post(batch.map(({ number, subject }) => view(idOf(number), subject, `p-${number}`)))
  }

  /** The same request again on anything but 2xx and 4xx, and on no answer. */
  async post(events: readonly unknown[]): Promise<boolean> {
    const body = JSON.stringify(events)
    for (;;) {
      const status = await this.#try(body)
      const word = status === 0 ? 'no answer' : String(status)
      this.#answers.set(word, (this.#answers.get(word) ?? 0) + 1)
      if (status >= 200 && status < 300) return true
      if (status >= 400 && status < 500 && status !== 429) return false
      await sleep(pauseMs)
    }
  }

  async #try(body: string): Promise<number> {
    try {
      const answer = await this.#pool.request({ method: 'POST', path: '/ingress/http/events', headers, body })
      const text = await answer.body.text()
      // A batch of which an item was rejected is answered 202 as well.
      return text.includes('"rejected"') ? 400 : answer.statusCode
    } catch {
      return 0
    }
  }

  answers(): ReadonlyMap<string, number> {
    return this.#answers
  }

  async close(): Promise<void> {
    await this.#pool.destroy()
  }
}

/** Product views of customers who consent to marketing, in batches of CloudEvents; each becomes one command for Braze. */
export const http: Source = {
  name: 'http',
  env: { SIGNALBOX_HTTP_TOKEN: token, SIGNALBOX_HTTP_RATE: '10000000' },
  topic: customerEvents,
  output: brazeCommands,
  mostPerBatch: 1_000,
  open: url => new Client(url),
  async prepare(url, subjects) {
    const client = new Client(url)
    try {
      if (!(await client.post(subjects.map(consent)))) throw new Error('the consents were refused')
    } finally {
      await client.close()
    }
  },
  numberOf,
}
