import { setTimeout as sleep } from 'node:timers/promises'
import type { PollScenario } from './scenario.ts'
import type { World } from './source.ts'

const lanes = 4

/** Makes all changes, so many a second at most, several at once. */
export function changed(
  { changes, rate }: PollScenario,
  world: World,
): { readonly isOver: boolean; done: Promise<void> } {
  const began = performance.now()
  let next = 0
  let isOver = false
  const lane = async () => {
    for (let n = next++; n < changes; n = next++) {
      const early = began + (n / rate) * 1_000 - performance.now()
      if (early > 1) await sleep(early)
      await world.change(n)
    }
  }
  const done = Promise.all(Array.from({ length: lanes }, lane))
    .then(() => undefined)
    .finally(() => (isOver = true))
  done.catch(() => undefined)
  return {
    get isOver() {
      return isOver
    },
    done,
  }
}
