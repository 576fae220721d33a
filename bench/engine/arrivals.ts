import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { until } from '../../test/until.ts'
import type { Seen } from './follower.ts'
import { insist } from './numbers.ts'

const Output = z.object({ number: z.number(), count: z.number() })

/** The counting topology's output as it is seen: whether each event came once, each subject counted from 1 on, and when each partition had news. */
export class Arrivals {
  readonly #numbers = new Set<number>()
  readonly #counts = new Map<string, number>()
  readonly #times = new Map<number, number[]>()
  #wrong: string | undefined
  #since = Infinity
  #renewed = new Map<number, number>()

  readonly see = (seen: Seen): void => {
    const { number, count } = Output.parse(seen.value)
    if (this.#numbers.has(number)) this.#wrong ??= `event ${number} came twice`
    const before = this.#counts.get(seen.key) ?? 0
    if (count !== before + 1) this.#wrong ??= `${seen.key} was counted ${count} after ${before}`
    this.#numbers.add(number)
    this.#counts.set(seen.key, count)
    if (seen.timestamp >= this.#since && !this.#renewed.has(seen.partition)) this.#renewed.set(seen.partition, seen.at)
    const times = this.#times.get(seen.partition)
    if (times) times.push(seen.at)
    else this.#times.set(seen.partition, [seen.at])
  }

  get size(): number {
    return this.#numbers.size
  }

  /** From now on `renewed` counts what is made at `time` or later. */
  watch(time: number): void {
    this.#since = time
    this.#renewed = new Map()
  }

  /** When the last of the partitions had its first record since the time that is watched; undefined while one has none. */
  renewed(partitions: number): number | undefined {
    return this.#renewed.size === partitions ? Math.max(...this.#renewed.values()) : undefined
  }

  /** The longest a partition went without news between two times, ms. */
  longestGap(partition: number, from: number, to: number): number {
    const times = (this.#times.get(partition) ?? []).filter(time => time >= from && time <= to)
    let before = from
    let longest = 0
    for (const time of [...times, to]) {
      longest = Math.max(longest, time - before)
      before = time
    }
    return longest
  }

  /** Resolves when every event has come, exactly once; throws when one is missing, came twice, or a count is wrong. */
  async complete(events: number): Promise<void> {
    await until(
      () => Promise.resolve(this.size),
      size => size >= events,
      60_000,
    )
    await sleep(500)
    insist(this.#wrong === undefined, this.#wrong ?? '')
    insist(this.size === events, `${events} events were sent and ${this.size} came out`)
  }
}
