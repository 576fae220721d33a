import type { Rate, RateReport } from '../define.ts'
import { RateWindow } from './rate-window.ts'
import { SlidingCount } from './sliding-count.ts'

/** Part of the limit that is used: clocks and networks are not exact, and one call too many is refused. */
const used = 0.996
/** So much that the process was late by is made good afterwards, as far as the window allows. */
const catchUpMs = 1_000
/** Making good is no burst: calls follow one another so much faster than the even pace, but for what a timer is late by. */
const fastest = 1.25
const timerMs = 10
/** Left when less than this part of what an even use leaves is left: someone else uses the limit as well. */
const shared = 0.5
/** After a refusal the part that is used is cut, and grows again with every answer that is none. */
const afterRefusal = { cut: 0.97, least: 0.5, growth: 1.0005 }

/**
 * The limit of one endpoint, as far as this process may use it, which is `part` of it. Calls are spaced evenly; no window, wherever it begins, holds more than allowed; and
 * of what answers say is left of the destination's own window, calls that are under way are taken off, for nobody knows whether it has counted them.
 */
export class RateBucket {
  #calls: number
  readonly #windowMs: number
  readonly #recent: SlidingCount
  readonly #window: RateWindow
  /** When the next call is due at an even pace, ms since 1970. */
  #next = 0
  /** When the next call may be made at the fastest pace. */
  #soonest = 0
  /** None before that: the destination has refused one. */
  #blockedUntil = 0
  #share = used
  #underWay = 0

  constructor({ calls, windowMs }: Rate) {
    this.#calls = calls
    this.#windowMs = windowMs
    this.#recent = new SlidingCount(windowMs)
    this.#window = new RateWindow(windowMs)
  }

  /** Ms between calls at an even pace. */
  interval(part: number, now: number): number {
    return Math.max(this.#windowMs / (this.#calls * this.#share), this.#sharedInterval(now)) / part
  }

  /** Ms until a call may be made that has `before` others before it; 0 for now. */
  wait(part: number, now: number, before: number): number {
    const blocked = Math.max(this.#blockedUntil - now, this.#untilLeft(part, now, before))
    if (before > 0) return Math.max(0, blocked, this.#next - now, 0) + before * this.interval(part, now)
    const most = Math.max(1, Math.floor(this.#calls * part))
    return Math.max(0, blocked, this.#next - now, this.#soonest - now, this.#recent.wait(most, now))
  }

  /** A call is being made. */
  took(part: number, now: number): void {
    const interval = this.interval(part, now)
    // Before the first there was nothing to be late with.
    if (this.#next === 0) this.#next = now
    this.#next = Math.max(this.#next, now - Math.min(catchUpMs, this.#windowMs / 3)) + interval
    this.#soonest = Math.max(this.#soonest, now - timerMs) + interval / fastest
    this.#recent.add(now)
    this.#underWay++
  }

  /** A call is over, whatever came of it. */
  ended(): void {
    this.#underWay = Math.max(0, this.#underWay - 1)
  }

  learn({ limit, remaining, resetAt, notBefore }: RateReport, now: number): void {
    if (limit !== undefined && limit > 0) this.#calls = limit
    if (remaining !== undefined && resetAt !== undefined) this.#window.learn(remaining, resetAt, now)
    if (notBefore !== undefined) this.#block(notBefore, now)
    else this.#share = Math.min(used, this.#share * afterRefusal.growth)
  }

  #block(until: number, now: number): void {
    // Calls that were under way when the first was refused are refused as well; that says nothing new.
    if (now >= this.#blockedUntil) this.#share = Math.max(afterRefusal.least, this.#share * afterRefusal.cut)
    this.#blockedUntil = Math.max(this.#blockedUntil, until)
    this.#next = Math.max(this.#next, until)
  }

  /** Ms until there is something left of the destination's window. */
  #untilLeft(part: number, now: number, before: number): number {
    const left = this.#window.left(now) * part - this.#underWay
    return left - before < 1 ? this.#window.untilTurn(now) : 0
  }

  /** The pace at which what is left lasts until the window turns; 0 where as much is left as our own pace leaves. */
  #sharedInterval(now: number): number {
    const left = this.#window.left(now)
    const leftMs = this.#window.untilTurn(now)
    const even = (this.#calls * leftMs) / this.#windowMs
    return left < even * shared - 2 ? leftMs / Math.max(left, 1) : 0
  }
}
