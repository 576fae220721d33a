import { setTimeout as sleep } from 'node:timers/promises'
import { counted, counting, happenings, partitions } from '../../test/stream/live/counting.ts'
import { happened } from '../../test/stream/live/traffic.ts'
import { until } from '../../test/until.ts'
import { Arrivals } from './arrivals.ts'
import { Follower } from './follower.ts'
import { newTopics, type Ground } from './ground.ts'
import { Input } from './input.ts'
import { insist, load, round } from './numbers.ts'
import { WorkerProcess } from './worker-process.ts'

const keyOf = (n: number): string => `k-${String(n).padStart(10, '0')}`
const countOf = (n: number): number => (n % 1_000) + 1
const firstEvents = 400
const sampled = 10_000

/** State rows written straight into the changelog, then a process that has never seen them: how long until it runs, and what it holds. */
export async function benchRestore(ground: Ground, rows: number) {
  const { engine, where } = await newTopics(ground, 'restore', counting)
  const input = await Input.open(engine, happenings)
  const worker = { ...where, topology: 'counting', instance: 'one' }
  const counts = new Map<string, number>()
  const outputs = new Arrivals()
  const follower = new Follower(engine, counted, seen => {
    if (seen.key.startsWith('s-')) outputs.see(seen)
    else counts.set(seen.key, countIn(seen.value))
  })

  // A group without positions refuses to start on state.
  const first = new WorkerProcess(worker)
  await first.running(partitions)
  await input.publish(Array.from({ length: firstEvents }, (_, n) => happened(engine, n, `s-${n % 50}`)))
  await outputs.complete(firstEvents)
  await first.end('SIGTERM')

  await writeRows(engine, rows)

  const second = new WorkerProcess(worker)
  const running = await second.running(partitions, 300_000)
  const restoring = second.statuses.find(({ status }) => status === 'restoring')
  if (!restoring) throw new Error('the restore was over before it was seen')
  const { restored } = await second.figures()
  const loadThen = load()
  insist(restored >= rows, `${rows} rows were written and ${restored} records were read back`)

  const step = Math.max(1, Math.floor(rows / sampled))
  const keys = Array.from({ length: Math.min(rows, sampled) }, (_, n) => n * step)
  await input.publish(keys.map((n, at) => happened(engine, firstEvents + at, keyOf(n))))
  await input.publish(Array.from({ length: 50 }, (_, n) => happened(engine, 2 * sampled + n, `s-${n}`)))
  await until(
    () => Promise.resolve(counts.size),
    size => size >= keys.length,
    60_000,
  )
  await outputs.complete(firstEvents + 50)
  for (const n of keys)
    insist(
      counts.get(keyOf(n)) === countOf(n) + 1,
      `${keyOf(n)} was counted ${counts.get(keyOf(n))}, not ${countOf(n) + 1}`,
    )
  await sleep(2_000)
  const later = await second.figures()
  await second.end('SIGTERM')
  await follower.stop()
  await input.close()

  const seconds = round((running.at - restoring.at) / 1_000, 2)
  const figures = {
    rows,
    partitions,
    seconds,
    rowsPerSecond: Math.round(rows / seconds),
    rssBeforeMb: restoring.rssMb,
    rssAfterMb: running.rssMb,
    rssAfterEventsMb: later.rssMb,
    highestMb: later.highMb,
    load: loadThen,
  }
  console.log(
    `restore: ${rows} rows over ${partitions} partitions in ${seconds} s (${figures.rowsPerSecond} rows/s), ${restoring.rssMb} MB before, ${running.rssMb} MB after, ${later.highMb} MB at most; load ${loadThen}`,
  )
  return figures
}

function countIn(value: unknown): number {
  return typeof value === 'object' && value !== null && 'count' in value ? Number(value.count) : NaN
}

/** Into the partition of the row's own key, as the task that has it would. */
async function writeRows(engine: Parameters<typeof happened>[0], rows: number): Promise<void> {
  const store = counting.processors[0]?.keeps[0]
  if (!store) throw new Error('the counting topology keeps nothing')
  const prefix = `count/${store.name}/`
  const changelog = await Input.open(engine, counting.changelog)
  await changelog.publishMany(
    rows,
    n => ({
      key: Buffer.from(prefix + keyOf(n)),
      value: engine.codec.encode(store.schema, { count: countOf(n) }),
      headers: [],
      timestamp: Date.now(),
    }),
    ({ key }) => key?.subarray(prefix.length) ?? Buffer.alloc(0),
  )
  await changelog.close()
}
