import type { Random } from './random.ts'
import type { Happening, Kind, Tier } from './records.ts'

const subjects = Array.from({ length: 150 }, (_, n) => `s-${n}`)
const others = Array.from({ length: 40 }, (_, n) => `o-${n}`)
/** From here on the second version of every tier counts. */
export const secondVersionAt = 5_000_000
const hourMs = 3_600_000

/** Two versions of every subject's tier, which tell subjects and versions apart. */
export const tierRows = (): Tier[] =>
  subjects.flatMap((subject, n) => [
    { subject, occurredAt: 1_000, tier: 10 * n + 1 },
    { subject, occurredAt: secondVersionAt, tier: 10 * n + 2 },
  ])

/** An event that is to be produced, at once or so much later. */
export interface Planned {
  readonly happening: Happening
  readonly afterMs: number
}

const weights: readonly (readonly [Kind, number])[] = [
  ['count', 55],
  ['pass', 25],
  ['remind', 8],
  ['cancel', 4],
  ['noise', 8],
]
const deck = weights.flatMap(([kind, times]) => Array.from({ length: times }, () => kind))

/** The happenings of a run, in the order in which they are produced. One in ten comes twice. */
export class Plan {
  readonly #random: Random
  #made = 0

  constructor(random: Random) {
    this.#random = random
  }

  /** How many happenings were made, the number of the next one. */
  get made(): number {
    return this.#made
  }

  /** The next happening with what belongs to it: a cancel comes right behind its remind, a repeat at once or some seconds later. */
  next(now: number): Planned[] {
    const kind = this.#random.pick<Kind>(['count', ...deck])
    const first = kind === 'cancel' ? [this.#remind(now + hourMs)] : []
    const last = kind === 'cancel' ? this.#cancel(first) : this.#one(kind, now)
    return [...first, last].flatMap(happening => this.#withRepeat(happening))
  }

  #one(kind: Kind, now: number): Happening {
    if (kind === 'remind') return this.#remind(now + 1_000 + this.#random.whole(19_000))
    const subject = subjects[this.#random.whole(subjects.length)] ?? 's-0'
    const other = kind === 'pass' ? (others[this.#random.whole(others.length)] ?? 'o-0') : ''
    return this.#happening({ kind, subject, other, occurredAt: 1_000 + this.#random.whole(2 * secondVersionAt) })
  }

  #remind(due: number): Happening {
    return this.#happening({ kind: 'remind', subject: `r-${this.#made}`, other: '', occurredAt: due })
  }

  #cancel([remind]: readonly Happening[]): Happening {
    return this.#happening({
      kind: 'cancel',
      subject: remind?.subject ?? '',
      other: '',
      occurredAt: remind?.occurredAt ?? 0,
    })
  }

  #happening(rest: Omit<Happening, 'eventId' | 'number'>): Happening {
    const number = this.#made++
    return { eventId: `e-${number}`, number, ...rest }
  }

  #withRepeat(happening: Happening): Planned[] {
    const once = { happening, afterMs: 0 }
    if (!this.#random.chance(0.1)) return [once]
    return [once, { happening, afterMs: this.#random.chance(0.5) ? 0 : 1_000 + this.#random.whole(7_000) }]
  }
}
