import { setTimeout as sleep } from 'node:timers/promises'
import { partitions } from '../../test/stream/live/counting.ts'
import type { Ground } from './ground.ts'
import { largest, load, median } from './numbers.ts'
import { Pair } from './pair.ts'

const session = 10_000
const instances = ['one', 'two'] as const
const everyTask = Array.from({ length: partitions }, (_, task) => task)

interface Restart {
  /** The longest pause of each task that the restarted process held, ms. */
  readonly own: readonly number[]
  /** The same of the other process's tasks. */
  readonly others: readonly number[]
  /** Of the other's tasks, those that ended up in the restarted process. */
  readonly exchanged: number
  readonly startMs: number
}

/** Each of two processes is ended and started again at once, in turn: the longest each task went without a committed output, by the reader's clock. */
export async function benchRolling(ground: Ground, rounds: number) {
  const figures = []
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    const pair = await Pair.start(ground, `rolling-${signal.toLowerCase()}`, session)
    const restarts: Restart[] = []
    for (let n = 0; n < rounds; n++)
      for (const instance of instances) restarts.push(await restart(pair, instance, signal))
    const loadThen = load()
    await pair.over()
    figures.push({ signal, rounds, ...summary(restarts), load: loadThen })
  }
  for (const { signal, ownMs, othersMs, startMs, exchanged, load: busy } of figures)
    console.log(
      `rolling: ${signal} and started again, ${rounds} rounds: longest pause of a task of the restarted process ${ownMs.median} ms (median) and ${ownMs.max} (max), of the other process ${othersMs.median} and ${othersMs.max}; a process needs ${startMs.median} ms to start; tasks exchanged: ${exchanged}; load ${busy}`,
    )
  return figures
}

function summary(restarts: readonly Restart[]) {
  const of = (numbers: readonly number[]) => ({ median: median(numbers), max: largest(numbers) })
  return {
    ownMs: of(restarts.flatMap(({ own }) => own)),
    othersMs: of(restarts.flatMap(({ others }) => others)),
    startMs: of(restarts.map(({ startMs }) => startMs)),
    exchanged: restarts.reduce((sum, { exchanged }) => sum + exchanged, 0),
  }
}

async function restart(pair: Pair, instance: string, signal: 'SIGTERM' | 'SIGKILL'): Promise<Restart> {
  const held = new Set(pair.worker(instance).tasks)
  const began = Date.now()
  await pair.worker(instance).end(signal)
  pair.startOne(instance)
  await pair.settled()
  await sleep(1_500)
  const gaps = everyTask.map(task => pair.arrivals.longestGap(task, began, Date.now()))
  const { tasks, startMs } = pair.worker(instance)
  return {
    own: gaps.filter((_, task) => held.has(task)),
    others: gaps.filter((_, task) => !held.has(task)),
    exchanged: tasks.filter(task => !held.has(task)).length,
    startMs,
  }
}
