import { DueQueue } from './due-queue.ts'

/** What the model expects: calls and decisions as text, and what is due later in a queue of due times. */
export class Book {
  /** Where the day is. */
  now = 0
  #commands = new Map<string, string[]>()
  #decisions = new Map<string, number>()
  readonly #queue = new DueQueue()

  /** A call that is to be made. What two calls to one subject of a destination have in common is their order. */
  command(to: string, subject: string, eventId: string, what: string, details: unknown): void {
    noteCall(this.#commands, to, subject, eventId, what, details)
  }

  decide(processor: string, reason: string, eventId: string, subject: string): void {
    noteDecision(this.#decisions, processor, reason, eventId, subject)
  }

  /** Something is to be looked at then; at once where that has passed. */
  at(due: number, wake: () => void): void {
    this.#queue.put(due, wake)
  }

  /** Everything that is due up to then, in its order. */
  runUntil(time: number): void {
    for (let next = this.#queue.takeUntil(time); next; next = this.#queue.takeUntil(time)) {
      this.now = Math.max(this.now, next.due)
      next.wake()
    }
    this.now = time
  }

  /** What was noted since the last call. */
  take(): Notes {
    const notes = { commands: this.#commands, decisions: this.#decisions }
    this.#commands = new Map()
    this.#decisions = new Map()
    return notes
  }
}

/** Calls by destination and subject, in their order; decisions with how often each was made. */
export interface Notes {
  readonly commands: Map<string, string[]>
  readonly decisions: Map<string, number>
}

export function noteCall(
  commands: Notes['commands'],
  to: string,
  subject: string,
  eventId: string,
  what: string,
  details: unknown,
): void {
  const key = `${to} ${subject}`
  const line = `${what} because of ${eventId}: ${sorted(details)}`
  const known = commands.get(key)
  if (known) known.push(line)
  else commands.set(key, [line])
}

export function noteDecision(
  decisions: Notes['decisions'],
  processor: string,
  reason: string,
  eventId: string,
  subject: string,
): void {
  const key = `${processor} ${reason} ${subject} ${eventId}`
  decisions.set(key, (decisions.get(key) ?? 0) + 1)
}

/** As JSON with its fields in alphabetical order. */
function sorted(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sorted).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const fields = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return `{${fields.map(([name, field]) => `${name}:${sorted(field)}`).join(',')}}`
}
