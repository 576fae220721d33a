/**
 * npm run day -- [--events N] [--customers N] [--seed N]
 * A day in fast time: all fourteen flows in the test driver, against a plain model that shares nothing with processors/. Equal call by call and decision by
 * decision, or it ends with what differs first.
 */
import { parseArgs } from 'node:util'
import { topologyWith } from '../../../src/topology.ts'
import { TestDriver } from '../../../src/stream/testing.ts'
import { differences } from './differences.ts'
import type { DayEvent } from './events.ts'
import { Model } from './model.ts'
import { observed } from './observed.ts'
import { Plan, type Size } from './plan.ts'
import { daySettings, tickMs } from './settings.ts'

/** The evening before the night in which Berlin puts its clocks forward. */
const start = Date.UTC(2026, 2, 28, 18)
const dayMs = 86_400_000
const evening = start - 7_200_000
/** What was expected and what came are compared after so many ticks. */
const comparedEvery = 90
/** On a day of few events ticks pass without any: each costs the driver a look at every topic. */
const fewest = 6

export interface Figures {
  readonly events: number
  readonly calls: Readonly<Record<string, number>>
  readonly decisions: Readonly<Record<string, number>>
  readonly seconds: { readonly driver: number; readonly model: number; readonly compared: number }
  readonly megabytes: number
}

/** Runs the day. Throws with the first differences. */
export function runDay(size: Size, report: (line: string) => void = () => undefined): Figures {
  const day = new Day(size)
  let now = evening
  for (const portion of day.plan.evening(evening)) {
    day.until(now)
    day.tick(portion)
    now += tickMs
  }
  day.until(start)
  day.compare()
  report(`evening: ${day.figures().events} events, ${JSON.stringify(day.figures().seconds)} s`)

  const ticks = dayMs / tickMs
  const left = Math.max(0, size.events - day.figures().events)
  let due = 0
  for (let n = 1; n <= ticks; n++) {
    due += left / ticks
    if (due >= fewest) {
      const portion = day.plan.tick(start + n * tickMs, Math.round(due))
      due -= portion.length
      day.until(start + n * tickMs)
      day.tick(portion)
    }
    if (n === ticks) day.until(start + dayMs)
    if (n % comparedEvery === 0 || n === ticks) day.compare()
    if (n % (8 * comparedEvery) === 0) {
      const { events, megabytes, seconds } = day.figures()
      report(`hour ${(n * tickMs) / 3_600_000}: ${events} events, ${megabytes} MB, ${JSON.stringify(seconds)} s`)
    }
  }
  return day.figures()
}

class Day {
  readonly plan: Plan
  readonly #model = new Model(daySettings)
  readonly #driver = new TestDriver(topologyWith(daySettings), { now: evening })
  readonly #calls = new Map<string, number>()
  readonly #decisions = new Map<string, number>()
  readonly #ms = { driver: 0, model: 0, compared: 0 }
  #events = 0
  #megabytes = 0

  constructor(size: Size) {
    this.plan = new Plan(size)
  }

  /** The clock moves on. */
  until(now: number): void {
    this.#took('driver', () => this.#driver.advance(now - this.#driver.now))
    this.#took('model', () => this.#model.runUntil(now))
  }

  /** These events arrive now. */
  tick(events: readonly DayEvent[]): void {
    this.#events += events.length
    if (events.length > 0)
      this.#took('driver', () => this.#driver.together(() => events.forEach(event => event.send(this.#driver))))
    this.#took('model', () => {
      this.#model.runUntil(this.#driver.now)
      for (const event of events) this.#model.take(event)
    })
  }

  compare(): void {
    this.#megabytes = Math.max(this.#megabytes, Math.round(process.memoryUsage().rss / 1e6))
    this.#took('compared', () => {
      const expected = this.#model.notes()
      const found = differences(expected, observed(this.#driver))
      const [letter] = this.#driver.deadLetters()
      if (letter) found.push(`a dead letter of ${letter.by ?? 'nobody'}: ${letter.reason}`)
      if (found.length > 0) throw new Error(`by ${new Date(this.#driver.now).toISOString()}:\n${found.join('\n')}`)
      for (const [key, lines] of expected.commands) add(this.#calls, key.split(' ')[0] ?? '', lines.length)
      for (const [key, times] of expected.decisions) add(this.#decisions, key.split(' ', 2).join(' '), times)
    })
  }

  figures(): Figures {
    const { driver, model, compared } = this.#ms
    const seconds = { driver: inSeconds(driver), model: inSeconds(model), compared: inSeconds(compared) }
    const counts = { calls: Object.fromEntries(this.#calls), decisions: Object.fromEntries(this.#decisions) }
    return { events: this.#events, ...counts, seconds, megabytes: this.#megabytes }
  }

  #took(what: 'driver' | 'model' | 'compared', work: () => void): void {
    const began = performance.now()
    work()
    this.#ms[what] += performance.now() - began
  }
}

const add = (counts: Map<string, number>, name: string, n: number) => counts.set(name, (counts.get(name) ?? 0) + n)
const inSeconds = (ms: number) => Math.round(ms / 100) / 10

if (process.argv[1] === import.meta.filename) {
  const number = (byDefault: number) => ({ type: 'string', default: String(byDefault) }) as const
  const options = {
    events: number(1_000_000),
    customers: number(10_000),
    employees: number(500),
    cases: number(2_000),
    seed: number(1),
  }
  const { values } = parseArgs({ options })
  const of = (name: keyof typeof options) => Number(values[name])
  const size = {
    events: of('events'),
    customers: of('customers'),
    employees: of('employees'),
    cases: of('cases'),
    seed: of('seed'),
  }
  const figures = runDay(size, line => console.log(line))
  console.log(JSON.stringify(figures, null, 2))
}
