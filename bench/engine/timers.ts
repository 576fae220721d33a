import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { Happening, happenings, partitions } from '../../test/stream/live/counting.ts'
import { fired, timing } from '../../test/stream/live/timing.ts'
import { until } from '../../test/until.ts'
import { Follower } from './follower.ts'
import { newTopics, type Ground } from './ground.ts'
import { Input } from './input.ts'
import { insist, largest, load, median, quantile, round } from './numbers.ts'
import { WorkerProcess } from './worker-process.ts'

const Fired = z.object({ due: z.number(), firedAt: z.number() })
const hour = 3_600_000
/** One timer in ten falls due in the second; the others an hour later. */
const oneIn = 10

/** Timers of the wall clock, a key each: how long it takes to set them, and how late those fire that fall due within one second. */
export async function benchTimers(ground: Ground, timers: number, dueInSeconds: number) {
  const { engine, where } = await newTopics(ground, 'timers', timing(0))
  const input = await Input.open(engine, happenings)
  const dueSoon = timers / oneIn
  const dueAfter = (n: number) => (n % oneIn === 0 ? Math.floor((n / oneIn) * (1_000 / dueSoon)) : hour)
  const eventOf = (n: number) => ({
    key: Buffer.from(`t-${n}`),
    value: engine.codec.encode(Happening, {
      eventId: `e-${n}`,
      subject: `t-${n}`,
      occurredAt: 1_000 + n,
      number: dueAfter(n),
    }),
    headers: [],
    timestamp: Date.now(),
  })
  await input.publishMany(timers, eventOf)
  await input.close()

  const base = Date.now() + dueInSeconds * 1_000
  const worker = new WorkerProcess({ ...where, topology: 'timing', instance: 'one', base })
  const running = await worker.running(partitions)
  for (let records = 0; records < timers;) {
    records = (await worker.figures()).records
    insist(
      Date.now() < base,
      `only ${records} timers were set when the first fell due: give --due-in more than ${dueInSeconds}`,
    )
    await sleep(50)
  }
  const setSeconds = round((Date.now() - running.at) / 1_000, 2)
  const set = await worker.figures()
  const loadSet = load()

  const times = new Map<string, { due: number; firedAt: number; seenAt: number }>()
  let twice = 0
  const follower = new Follower(engine, fired, ({ key, value, at }) => {
    if (times.has(key)) twice++
    times.set(key, { ...Fired.parse(value), seenAt: at })
  })
  await sleep(Math.max(0, base - Date.now()))
  await until(
    () => Promise.resolve(times.size),
    size => size >= dueSoon,
    120_000,
  )
  await sleep(2_000)
  const after = await worker.figures()
  await worker.end('SIGTERM')
  await follower.stop()

  const all = [...times.values()]
  const late = all.map(({ due, firedAt }) => firedAt - due)
  const seen = all.map(({ due, seenAt }) => seenAt - due)
  insist(times.size === dueSoon, `${dueSoon} timers fell due and ${times.size} fired`)
  insist(twice === 0, `${twice} timers fired twice`)
  insist(!late.some(ms => ms < 0), 'a timer fired early')
  insist(!all.some(({ due }) => due < base || due >= base + 1_000), 'a timer fired that was due at another time')
  const figures = {
    timers,
    setSeconds,
    setPerSecond: Math.round(timers / setSeconds),
    fired: times.size,
    latenessMs: { p50: median(late), p99: quantile(late, 0.99), max: largest(late) },
    untilSeenMs: { p50: median(seen), p99: quantile(seen, 0.99), max: largest(seen) },
    rssSetMb: set.rssMb,
    rssFiredMb: after.rssMb,
    highestMb: after.highMb,
    load: [loadSet, load()],
  }
  const { latenessMs: ms, untilSeenMs } = figures
  console.log(
    `timers: ${timers} set in ${setSeconds} s; ${times.size} due within a second: ${ms.p50} ms late (p50), ${ms.p99} (p99), ${ms.max} (max), seen by a committed reader after ${untilSeenMs.p50} and ${untilSeenMs.p99} ms; none early, none twice; ${set.rssMb} MB, ${after.highMb} MB at most; load ${figures.load.join(' then ')}`,
  )
  return figures
}
