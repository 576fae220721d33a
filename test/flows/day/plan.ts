/** The events of the day, by a seed: who does what when. Late ones, ones that come twice and ones that make no sense are among them. */
import { Chance } from './chance.ts'
import type * as events from './events.ts'
import type { DayEvent } from './events.ts'
import { CustomerPlan } from './plan-customers.ts'
import { EcmPlan } from './plan-ecm.ts'
import { StaffPlan } from './plan-staff.ts'
import { tickMs } from './settings.ts'

export interface Size {
  readonly events: number
  readonly customers: number
  readonly employees: number
  readonly cases: number
  readonly seed: number
}

/** One of so many ticks with events has a single one that concerns many: of the staff, or an incident. */
const aloneEvery = 16
/** So many of the last events may be told a second time. */
const remembered = 500
/** So many events of the evening come in one tick. */
const atOnce = 400

/** What the parts of the plan have in common: chance, the clock, ids, and who has had an event at this moment. */
export class Pen {
  readonly chance: Chance
  readonly customers: readonly string[]
  now = 0
  #ids = 0
  readonly #busy = new Set<string>()

  constructor(seed: number, customers: readonly string[]) {
    this.chance = new Chance(seed)
    this.customers = customers
  }

  begin(now: number): void {
    this.now = now
    this.#busy.clear()
  }

  /**
   * Whether none of these has had an event at this moment; then they have. At one moment a customer, a task, an alert, a process and a workspace have one event at
   * most: in which order those of several topics are read is nobody's promise.
   */
  isFree(...names: readonly (string | null)[]): boolean {
    if (names.some(name => name !== null && this.#busy.has(name))) return false
    for (const name of names) if (name !== null) this.#busy.add(name)
    return true
  }

  told(kind: string, subject: string, lateBy = this.late()): events.Told {
    return { eventId: `${kind}-${++this.#ids}`, subject, occurredAt: this.now - lateBy }
  }

  /** Most events come at once, some after minutes, a few after an hour. */
  late(): number {
    if (this.chance.happens(0.9)) return 0
    return tickMs * this.chance.below(this.chance.happens(0.8) ? 30 : 360)
  }

  later(minutes: number, seconds: number): number {
    return this.now + this.chance.below(minutes) * 60_000 + 600_000 + seconds * 1_000
  }
}

export class Plan {
  readonly size: Size
  readonly #pen: Pen
  readonly #customers: CustomerPlan
  readonly #ecm: EcmPlan
  readonly #staff: StaffPlan
  readonly #recent: DayEvent[] = []
  #ticks = 0

  constructor(size: Size) {
    this.size = size
    const names = Array.from({ length: size.customers }, (_, n) => `customer-${String(n + 1).padStart(5, '0')}`)
    this.#pen = new Pen(size.seed, names)
    this.#customers = new CustomerPlan(this.#pen)
    this.#ecm = new EcmPlan(this.#pen, size.cases)
    this.#staff = new StaffPlan(this.#pen, size.employees)
  }

  /** What is known before the day begins, in portions for one tick each. */
  *evening(from: number): Generator<readonly DayEvent[]> {
    let now = from
    for (const part of [this.#staff.evening, this.#customers.evening, this.#ecm.evening]) {
      let portion: DayEvent[] = []
      this.#pen.begin(now)
      for (const make of part) {
        if (portion.length === atOnce) {
          yield portion
          portion = []
          this.#pen.begin((now += tickMs))
        }
        portion.push(make())
      }
      yield portion
      now += tickMs
    }
  }

  /** The events of a tick of the day: about so many. */
  tick(now: number, count: number): readonly DayEvent[] {
    this.#pen.begin(now)
    const n = ++this.#ticks
    if (n % aloneEvery === 0) {
      const alone = n % (3 * aloneEvery) === 0 ? this.#staff.incident() : this.#staff.employeeChanges()
      return [alone]
    }
    return Array.from({ length: count }, () => this.#some()).filter(event => event !== undefined)
  }

  #some(): DayEvent | undefined {
    const { chance } = this.#pen
    const again = chance.happens(0.01) && this.#recent.length > 0 && chance.of(this.#recent)
    if (again) return this.#pen.isFree(again.subject, again.eventId) ? again : undefined
    const made = this.#made(chance)
    if (made === undefined) return undefined
    if (this.#recent.length < remembered) this.#recent.push(made)
    else this.#recent[chance.below(remembered)] = made
    return made
  }

  #made(chance: Chance): DayEvent | undefined {
    switch (
      chance.weighted({ engagement: 40, feedback: 14, journey: 10, campaign: 10, customer: 7, ecm: 13, staff: 6 })
    ) {
      case 'engagement':
        return this.#customers.engagement()
      case 'feedback':
        return this.#customers.feedback(this.#staff.names)
      case 'journey':
        return this.#customers.journey()
      case 'campaign':
        return this.#customers.campaign()
      case 'customer':
        return this.#customers.changes()
      case 'ecm':
        return this.#ecm.event()
      case 'staff':
        return this.#staff.event()
    }
  }
}
