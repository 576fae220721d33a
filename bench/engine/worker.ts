/** The engine as a process of its own, so that what measures is not counted. Tells its parent what it is doing, and its figures when asked. */
import { Command, Option } from 'commander'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { ProcessTopology } from '../../src/stream/index.ts'
import { counting } from '../../test/stream/live/counting.ts'
import { startEngine } from '../../test/stream/live/engine-run.ts'
import { timing } from '../../test/stream/live/timing.ts'
import type { Figures, Status } from './messages.ts'
import { perTask } from './per-task.ts'
import { memoryOf } from './processes.ts'

const kinds = ['counting', 'timing', 'per-task'] as const
const Options = z.object({
  topology: z.enum(kinds),
  brokers: z.string(),
  prefix: z.string(),
  instance: z.string(),
  session: z.string(),
  partitions: z.coerce.number(),
  base: z.coerce.number(),
})
const program = new Command()
  .addOption(new Option('--topology <name>').choices(kinds))
  .option('--brokers <list>')
  .option('--prefix <prefix>')
  .option('--instance <name>')
  .option('--session <ms>', 'the session timeout', '6000')
  .option('--partitions <n>', 'of per-task', '4')
  .option('--base <ms>', 'what the timers of timing count from', '0')
const options = Options.parse(program.parse().opts())
const { brokers, prefix, instance } = options

const topologies: Record<(typeof kinds)[number], () => ProcessTopology> = {
  counting: () => counting,
  timing: () => timing(options.base),
  'per-task': () => perTask(options.partitions),
}
const env = { SIGNALBOX_SESSION_TIMEOUT_MS: options.session }
const run = startEngine({ brokers, prefix, instance, topology: topologies[options.topology](), env })
const { metrics } = run.engine

/** Each commit, ms; the histogram's buckets are too coarse for a median. */
let commits: number[] = []
const startTimer = metrics.commitSeconds.startTimer.bind(metrics.commitSeconds)
metrics.commitSeconds.startTimer = labels => {
  const done = startTimer(labels)
  return () => {
    const seconds = done()
    commits.push(seconds * 1_000)
    return seconds
  }
}

const valueOf = async (metric: { get(): Promise<{ values: { value: number }[] }> }): Promise<number> =>
  (await metric.get()).values.reduce((sum, { value }) => sum + value, 0)

async function figures(): Promise<Figures> {
  const taken = commits
  commits = []
  const [records, restored, aborted] = await Promise.all(
    [metrics.records, metrics.restored, metrics.aborted].map(valueOf),
  )
  return {
    kind: 'figures',
    records: records ?? 0,
    restored: restored ?? 0,
    aborted: aborted ?? 0,
    commits: taken,
    ...memoryOf(process.pid),
  }
}

async function tell(): Promise<void> {
  let told = ''
  for (;;) {
    await sleep(2)
    const { status, tasks } = run.stage
    const name = `${status} ${tasks.join()}`
    if (name === told) continue
    told = name
    process.send?.({
      kind: 'status',
      status,
      tasks: [...tasks],
      at: Date.now(),
      ...memoryOf(process.pid),
    } satisfies Status)
  }
}

process.on('message', () => {
  void figures().then(answer => {
    process.send?.(answer)
  })
})
process.once('disconnect', () => {
  process.exit(1)
})
process.once('SIGTERM', () => {
  void run.stop().then(() => {
    process.exit(0)
  })
})
void tell()
await run.ended.catch((error: unknown) => {
  console.error(error)
  process.exit(1)
})
