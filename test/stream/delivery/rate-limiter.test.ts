/** Calls of a process are paced below what its destination allows, whatever the destination's answers tell of it and however late they come. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RateReport } from '../../../src/stream/define.ts'
import { RateLimiter } from '../../../src/stream/delivery/rate-limiter.ts'
import { seeded } from './seeded.ts'

const second = 1_000
const minute = 60_000
const hour = 3_600_000
const began = Date.parse('2026-03-01T10:00:00Z') + 12_345

type Dialect = 'epoch' | 'delta' | 'silent'

/** A destination that counts calls in windows of the clock and says so in whole seconds, as Braze does in its two ways, or says nothing. */
class Destination {
  calls: number
  refused = 0
  others = 0
  readonly windowMs: number
  readonly #dialect: Dialect
  #window = 0
  #used = 0

  constructor(calls: number, windowMs: number, dialect: Dialect) {
    this.calls = calls
    this.windowMs = windowMs
    this.#dialect = dialect
  }

  /** Somebody else has made a call. */
  other(now: number): void {
    if (this.#take(now)) this.others++
  }

  call(now: number): (heardAt: number) => RateReport {
    const isTaken = this.#take(now)
    if (!isTaken) this.refused++
    const resetMs = (this.#window + 1) * this.windowMs
    const remaining = Math.max(0, this.calls - this.#used)
    const left = Math.ceil((resetMs - now) / second) * second
    const epoch = Math.ceil(resetMs / second) * second
    return heardAt => {
      const resetAt = this.#dialect === 'delta' ? heardAt + left : epoch
      if (!isTaken) return { notBefore: resetAt }
      return this.#dialect === 'silent' ? {} : { limit: this.calls, remaining, resetAt }
    }
  }

  #take(now: number): boolean {
    const window = Math.floor(now / this.windowMs)
    if (window !== this.#window) this.#used = 0
    this.#window = window
    this.#used = Math.min(this.#used + 1, this.calls + 1)
    return this.#used <= this.calls
  }
}

interface Drive {
  readonly limiter: RateLimiter
  readonly destination: Destination
  /** When it begins. */
  readonly from?: number
  readonly ms: number
  /** Ms that a call and its answer take, each way. */
  readonly latency?: () => number
  /** Ms that the process does not run for, asked once a ms. */
  readonly stall?: () => number
  readonly each?: (now: number) => void
}

const concurrency = 50

/** A process that always has a call to make. Answers when it made them. */
function drive(given: Drive): number[] {
  const { limiter, destination, from = began, ms, latency = () => 5, stall = () => 0, each } = given
  const at: number[] = []
  const due = new Map<number, (() => void)[]>()
  const later = (when: number, go: () => void) => due.set(when, [...(due.get(when) ?? []), go])
  let underWay = 0
  let asleepUntil = 0
  const heard = (now: number, report: RateReport) => {
    underWay--
    limiter.ended('/x')
    limiter.learn('/x', report, now)
  }
  for (let now = from; now < from + ms || underWay > 0; now++) {
    each?.(now)
    for (const go of due.get(now) ?? []) go()
    due.delete(now)
    asleepUntil = Math.max(asleepUntil, now + stall())
    while (now < from + ms && now >= asleepUntil && underWay < concurrency && limiter.wait('/x', now) === 0) {
      limiter.took('/x', now)
      at.push(now)
      underWay++
      const arrival = now + Math.max(1, Math.round(latency()))
      const answer = arrival + Math.max(1, Math.round(latency()))
      later(arrival, () => {
        const reportAt = destination.call(arrival)
        later(answer, () => heard(answer, reportAt(answer)))
      })
    }
  }
  return at
}

const of = (calls: number, windowMs: number) => new RateLimiter({ '/x': { calls, windowMs } })

/** Ends the test where any window, wherever it begins, holds more than `calls`. */
function assertNeverMore(at: readonly number[], calls: number, windowMs: number): void {
  for (let last = calls; last < at.length; last++) {
    const span = (at[last] ?? 0) - (at[last - calls] ?? 0)
    assert.ok(span >= windowMs, `${calls + 1} calls within ${span} ms`)
  }
}

for (const dialect of ['epoch', 'delta', 'silent'] as const)
  for (const [calls, windowMs] of [
    [3_000, 3 * second],
    [250, minute],
    [7, 3 * second],
  ] as const)
    test(`${calls} per ${windowMs} ms, told as ${dialect}: 99 % are used, none is refused, no burst when the window turns`, () => {
      const destination = new Destination(calls, windowMs, dialect)
      const ms = windowMs * 20
      const at = drive({ limiter: of(calls, windowMs), destination, ms })
      assert.equal(destination.refused, 0)
      assert.ok(at.length >= calls * 20 * 0.99 - 1, `${at.length} of ${calls * 20}`)
      assertNeverMore(at, calls, windowMs)
      const early = at.filter(time => time % windowMs < windowMs / 10).length
      assert.ok(early <= (at.length / 10) * 1.05 + 20, `${early} of ${at.length} in the first tenth of a window`)
    })

for (const seed of [1, 2, 3])
  test(`seed ${seed}: an hour of answers that come late and a process that stalls: never more than allowed in any window, none refused, 99 % used`, () => {
    const random = seeded(seed)
    const calls = 300
    const windowMs = 3 * second
    const destination = new Destination(calls, windowMs, seed % 2 === 0 ? 'delta' : 'epoch')
    const at = drive({
      limiter: of(calls, windowMs),
      destination,
      ms: hour,
      latency: () => (random() < 0.01 ? random() * 200 : random() * 10),
      stall: () => (random() < 0.0003 ? random() * 150 : 0),
    })
    assertNeverMore(at, calls, windowMs)
    assert.equal(destination.refused, 0)
    assert.ok(at.length >= (calls * hour * 0.99) / windowMs, `${at.length} of ${(calls * hour) / windowMs}`)
  })

test('a limit that changes: a lower one is kept from the next window on, a higher one is used', () => {
  const destination = new Destination(3_000, 3 * second, 'epoch')
  const limiter = of(3_000, 3 * second)
  drive({ limiter, destination, ms: 15 * second })
  destination.calls = 600
  drive({ limiter, destination, from: began + 16 * second, ms: 3 * second })
  const before = destination.refused
  const lower = drive({ limiter, destination, from: began + 20 * second, ms: 30 * second })
  assert.equal(destination.refused, before)
  assert.ok(lower.length >= 6_000 * 0.95 && lower.length <= 6_000, `${lower.length}`)
  destination.calls = 1_200
  const higher = drive({ limiter, destination, from: began + 51 * second, ms: 30 * second })
  assert.equal(destination.refused, before)
  assert.ok(higher.length >= 12_000 * 0.95, `${higher.length}`)
})

test('somebody else uses the pool too: what is left is shared out over the window, and next to nothing is refused', () => {
  const destination = new Destination(600, minute, 'epoch')
  const limiter = of(600, minute)
  // Seven tenths of the pool are the other's: each uses up what the other leaves.
  const each = (now: number) => now % 143 === 0 && destination.other(now)
  const at = drive({ limiter, destination, ms: 10 * minute, each: now => void each(now) })
  assert.ok(destination.refused <= 10, `${destination.refused} refused in ten windows`)
  assert.ok(at.length >= 6_000 - destination.others - 60, `${at.length} beside ${destination.others}`)
})

test('nothing left: no call until the window turns, and then no burst', () => {
  const limiter = of(100, 10 * second)
  limiter.learn('/x', { limit: 100, remaining: 0, resetAt: began + 4_000 }, began)
  assert.equal(limiter.wait('/x', began), 4_000)
  assert.equal(limiter.wait('/x', began + 3_999), 1)
  assert.equal(limiter.wait('/x', began + 4_000), 0)
  limiter.took('/x', began + 4_000)
  assert.ok(limiter.wait('/x', began + 4_000) > 60)
})

test('a call that is under way may be counted or not: it is taken off what is left', () => {
  const limiter = of(100, 10 * second)
  limiter.took('/x', began)
  limiter.took('/x', began)
  limiter.ended('/x')
  limiter.learn('/x', { limit: 100, remaining: 1, resetAt: began + 900 }, began + 10)
  assert.equal(limiter.wait('/x', began + 800), 100, 'one left, one under way')
  limiter.ended('/x')
  assert.equal(limiter.wait('/x', began + 800), 0, 'one left')
})

test('an answer of the window before, which comes late, says nothing about this one', () => {
  const limiter = of(3_000, 3 * second)
  limiter.learn('/x', { limit: 3_000, remaining: 1_000, resetAt: began + 1_000 }, began)
  limiter.learn('/x', { limit: 3_000, remaining: 0, resetAt: began + 1_020 + second }, began + 1_020)
  assert.equal(limiter.wait('/x', began + 1_020), 0)
})

test('a 429 that names a time: none before that, then a little slower; one that names none changes nothing', () => {
  const limiter = of(100, 10 * second)
  const usual = limiter.allowed(began)[0]?.[1] ?? 0
  limiter.learn('/x', {}, began)
  assert.equal(limiter.wait('/x', began), 0)
  limiter.learn('/x', { notBefore: began + 7_000 }, began)
  limiter.learn('/x', { notBefore: began + 7_000 }, began)
  assert.equal(limiter.wait('/x', began), 7_000)
  assert.equal(limiter.wait('/x', began + 7_000), 0)
  const after = limiter.allowed(began + 7_000)[0]?.[1] ?? 0
  assert.ok(after < usual && after > usual * 0.96, `${after} after ${usual}: two refusals at once are one`)
  for (let n = 0; n < 100; n++) limiter.learn('/x', {}, began + 8_000)
  assert.equal(limiter.allowed(began + 8_000)[0]?.[1], usual)
})

test('processes share a limit by the tasks that each owns: three of them together stay below it', () => {
  const destination = new Destination(300, 3 * second, 'epoch')
  const limiters = [0, 1, 2].map(() => {
    const limiter = of(300, 3 * second)
    limiter.share = 1 / 3
    return limiter
  })
  let calls = 0
  for (let now = began; now < began + minute; now++)
    for (const limiter of limiters)
      while (limiter.wait('/x', now) === 0) {
        limiter.took('/x', now)
        const report = destination.call(now)(now)
        limiter.ended('/x')
        limiter.learn('/x', report, now)
        calls++
      }
  assert.equal(destination.refused, 0)
  assert.ok(calls >= 6_000 * 0.99 && calls <= 6_000, `${calls}`)
})

test('an endpoint that nobody has documented: free until its answers tell a limit, or one is refused', () => {
  const limiter = new RateLimiter({})
  assert.equal(limiter.wait('/new', began), 0)
  limiter.learn('/new', { remaining: 5 }, began)
  assert.deepEqual(limiter.allowed(began), [])
  limiter.learn('/new', { limit: 60, remaining: 59, resetAt: began + minute }, began)
  assert.deepEqual(
    limiter.allowed(began).map(([name, rate]) => [name, Math.round(rate * 10)]),
    [['/new', 10]],
  )
  limiter.learn('/other', { notBefore: began + 500 }, began)
  assert.equal(limiter.wait('/other', began), 500)
  assert.equal(limiter.wait('/other', began + 500), 0)
})
