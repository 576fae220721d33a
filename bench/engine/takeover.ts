import { setTimeout as sleep } from 'node:timers/promises'
import { partitions } from '../../test/stream/live/counting.ts'
import { until } from '../../test/until.ts'
import type { Ground } from './ground.ts'
import { insist, largest, load, median } from './numbers.ts'
import { Pair } from './pair.ts'

/** How long after the session's end the tasks should be at work elsewhere. */
const allowanceMs = 500

/** kill -9 of one of two processes: ms until every partition has a committed record that was made after the kill. */
export async function benchTakeover(ground: Ground, sessions: readonly number[], rounds: number) {
  const figures = []
  for (const session of sessions) {
    const pair = await Pair.start(ground, `takeover-${session}`, session)
    const taken: number[] = []
    const loads: number[] = []
    for (let n = 0; n < rounds; n++) {
      taken.push(await oneRound(pair, n % 2 === 0 ? 'one' : 'two'))
      loads.push(load())
    }
    await pair.over()
    const row = {
      sessionMs: session,
      takenMs: taken,
      medianMs: median(taken),
      maxMs: largest(taken),
      withinSessionAndHalfASecond: largest(taken) <= session + allowanceMs,
      load: [Math.min(...loads), Math.max(...loads)],
    }
    console.log(
      `takeover: session ${session} ms: ${taken.join(', ')} ms until all partitions moved again (median ${row.medianMs}, expected at most ${session + allowanceMs}); load ${row.load.join(' to ')}`,
    )
    figures.push(row)
  }
  return figures
}

async function oneRound(pair: Pair, victim: string): Promise<number> {
  const killed = Date.now()
  pair.arrivals.watch(killed)
  await pair.worker(victim).end('SIGKILL')
  const renewed = await until(
    () => Promise.resolve(pair.arrivals.renewed(partitions)),
    time => time !== undefined,
    60_000,
  )
  insist(renewed !== undefined, 'a partition had no record for a minute after the kill')
  pair.startOne(victim)
  await pair.settled()
  await sleep(1_500)
  return (renewed ?? NaN) - killed
}
