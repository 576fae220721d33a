import { setTimeout as sleep } from 'node:timers/promises'
import { inputsOf } from '../../src/stream/index.ts'
import { Arrivals } from './arrivals.ts'
import { Follower } from './follower.ts'
import { newTopics, type Ground } from './ground.ts'
import { Input, Steady } from './input.ts'
import { load, median, quantile, round } from './numbers.ts'
import { perTask } from './per-task.ts'
import { cpuSeconds } from './processes.ts'
import { WorkerProcess } from './worker-process.ts'

const everyMs = 50
const warmUpMs = 4_000
const measureMs = 8_000

/** What the design was drawn from: a bare producer, one per process, the same commits without a fetch or an input. */
const before: Readonly<Record<number, string>> = {
  4: '20 | 4.7 / 21 | 10 % | 9 %',
  12: '17 | 6.5 / 22 | 21 % | 11 %',
  48: '10 | 9.1 / – | 60 % | 10 %',
}

/** One commit moves every task: an event to each of them every 50 ms. */
export async function benchCommits(ground: Ground, sizes: readonly number[]) {
  const rows = []
  for (const tasks of sizes) rows.push(await oneSize(ground, tasks))
  console.log(
    '| tasks | txn/s | tasks per txn | commit median / p99 ms | broker CPU (input alone) | client CPU | load | a bare producer: txn/s, median / p99, broker, client |',
  )
  console.log('|---|---|---|---|---|---|---|---|')
  for (const row of rows)
    console.log(
      `| ${row.tasks} | ${row.perSecond} | ${row.tasksPerCommit} | ${row.medianMs} / ${row.p99Ms} | ${row.brokerCpu} % (${row.brokerCpuOfInput} %) | ${row.clientCpu} % | ${row.load} | ${before[row.tasks] ?? '–'} |`,
    )
  return rows
}

async function oneSize(ground: Ground, tasks: number) {
  const topology = perTask(tasks)
  const { engine, where } = await newTopics(ground, `commits-${tasks}`, topology)
  const [happenings] = inputsOf(topology)
  const [counted] = topology.processors[0]?.outputs ?? []
  if (!happenings || !counted) throw new Error('the topology has no input or output')
  const input = await Input.open(engine, happenings)
  const steady = new Steady(engine, input, happenings, everyMs)
  await sleep(warmUpMs)
  const alone = await cpuOver(measureMs / 2, ground.broker)
  const worker = new WorkerProcess({ ...where, topology: 'per-task', partitions: tasks, instance: 'one' })
  await worker.running(tasks)
  await sleep(warmUpMs)
  await worker.figures()
  const records = (await worker.figures()).records
  const [broker = NaN, client = NaN] = await cpuOver(measureMs, ground.broker, worker.pid)
  const { commits, records: then } = await worker.figures()
  const loadThen = load()
  await steady.stop()
  const arrivals = new Arrivals()
  const follower = new Follower(engine, counted, arrivals.see)
  await arrivals.complete(steady.sent)
  await follower.stop()
  await worker.end('SIGTERM')
  await input.close()
  return {
    tasks,
    perSecond: round(commits.length / (measureMs / 1_000)),
    tasksPerCommit: round((then - records) / commits.length),
    medianMs: median(commits),
    p99Ms: quantile(commits, 0.99),
    brokerCpu: broker,
    brokerCpuOfInput: alone[0] ?? NaN,
    clientCpu: client,
    load: loadThen,
  }
}

/** Percent of one core that each of the processes takes. */
async function cpuOver(ms: number, ...pids: number[]): Promise<number[]> {
  const began = performance.now()
  const first = pids.map(cpuSeconds)
  await sleep(ms)
  const seconds = (performance.now() - began) / 1_000
  return pids.map((pid, at) => Math.round((100 * (cpuSeconds(pid) - (first[at] ?? 0))) / seconds))
}
