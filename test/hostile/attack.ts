import { setTimeout as sleep } from 'node:timers/promises'
import type { Attempt } from './attempt.ts'
import { send, type Answered } from './send.ts'

/** How the requests of one kind to one endpoint were answered, each answer with how often it came. */
export type Outcomes = ReadonlyMap<string, ReadonlyMap<string, number>>

const mostOpen = 300

/** Hostile requests at a pace, each on a connection of its own. */
export class Attack {
  sent = 0
  readonly outcomes = new Map<string, Map<string, number>>()
  readonly #address: { host: string; port: number }
  readonly #requests: Iterator<Attempt, void>
  readonly #rate: number
  readonly #open = new Set<Promise<void>>()

  constructor(url: string, requests: Iterator<Attempt, void>, rate: number) {
    const { hostname, port } = new URL(url)
    this.#address = { host: hostname, port: Number(port) }
    this.#requests = requests
    this.#rate = rate
  }

  /** So many more, at the pace, but never more at once than a few hundred. Resolves when all are over. */
  async run(count: number): Promise<void> {
    const began = performance.now()
    for (let n = 0; n < count; n++) {
      const dueAt = began + (n * 1_000) / this.#rate
      if (dueAt > performance.now()) await sleep(dueAt - performance.now())
      while (this.#open.size >= mostOpen) await Promise.race(this.#open)
      this.#one()
    }
    await Promise.all(this.#open)
  }

  #one(): void {
    const next = this.#requests.next()
    if (next.done === true) return
    const attempt = next.value
    this.sent++
    const under: Promise<void> = send(this.#address, attempt).then(answered => {
      this.#open.delete(under)
      this.#count(attempt, answered)
    })
    this.#open.add(under)
  }

  #count({ kind, path }: Attempt, answered: Answered): void {
    const name = `${kind} ${path}`
    const known = this.outcomes.get(name) ?? new Map<string, number>()
    this.outcomes.set(name, known)
    const words = wordsOf(answered)
    known.set(words, (known.get(words) ?? 0) + 1)
  }
}

function wordsOf({ statuses, end, saysWhen }: Answered): string {
  if (statuses.length === 0) return end
  const distinct = [...new Set(statuses)].sort().join('+')
  return saysWhen ? distinct : `${distinct} without Retry-After`
}
