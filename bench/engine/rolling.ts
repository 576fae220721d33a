import { setTimeout as sleep } from 'node:timers/promises'
import { partitions } from '../../test/stream/live/counting.ts'
import type { Ground } from './ground.ts'
import { largest, load, median } from './numbers.ts'
import { Pair } from './pair.ts'

const session = 10_000
const instances = ['one', 'two'] as const
const everyTask = Array.from({ length: partitions }, (_, task) => task)

/** Each of two processes is ended and started again at once, in turn: the longest each task went without a committed output, by the reader's clock. */
export async function benchRolling(ground: Ground, rounds: number) {
  const figures = []
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    const pair = await Pair.start(ground, `rolling-${signal.toLowerCase()}`, session)
    const own: number[] = []
    const others: number[] = []
    for (let n = 0; n < rounds; n++)
      for (const instance of instances) {
        const gaps = await restart(pair, instance, signal)
        own.push(...gaps.own)
        others.push(...gaps.others)
      }
    const loadThen = load()
    await pair.over()
    const row = {
      signal,
      rounds,
      ownMs: { median: median(own), max: largest(own) },
      othersMs: { median: median(others), max: largest(others) },
      load: loadThen,
    }
    console.log(
      `rolling: ${signal} and started again, ${rounds} rounds: longest pause of a task of the restarted process ${row.ownMs.median} ms (median) and ${row.ownMs.max} (max), of the other process ${row.othersMs.median} and ${row.othersMs.max}; load ${loadThen}`,
    )
    figures.push(row)
  }
  return figures
}

async function restart(pair: Pair, instance: string, signal: 'SIGTERM' | 'SIGKILL') {
  const held = new Set(pair.worker(instance).tasks)
  const began = Date.now()
  await pair.worker(instance).end(signal)
  pair.startOne(instance)
  await pair.settled()
  await sleep(1_500)
  const gaps = everyTask.map(task => pair.arrivals.longestGap(task, began, Date.now()))
  return { own: gaps.filter((_, task) => held.has(task)), others: gaps.filter((_, task) => !held.has(task)) }
}
