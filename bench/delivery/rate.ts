import { once } from 'node:events'
import { loadavg } from 'node:os'
import { startSandbox } from '../../test/sandbox/start.ts'
import { campaign, tracked, triggers, writeCommands } from './commands.ts'
import { follow, type Call } from './journal.ts'
import type { OwnStack } from '../own-stack.ts'
import { envOf, startProgram } from './throughput.ts'
import { RateWindows } from './windows.ts'

export interface RateOptions {
  readonly minutes: number
  readonly dialect: 'epoch' | 'delta'
  readonly endpoint: 'track' | 'pool'
  readonly instances: number
  /** Calls that /users/track allows per 3 s; the documented ones where a machine can make them. */
  readonly limit: number
}

/** Calls are counted from then on: processes have started, the group has settled, code is compiled. */
const warmUpMs = 15_000

/** What is measured: which limit of the sandbox, which commands. Pool: every call that has no limit of its own, 250,000 an hour. */
function subjectOf({ endpoint, limit }: RateOptions) {
  if (endpoint === 'pool')
    return { path: '/campaigns/trigger/send', calls: 250_000, windowMs: 3_600_000, lineMs: 10_000, encode: triggers }
  return { path: '/users/track', calls: limit, windowMs: 3_000, lineMs: 6_000, encode: tracked }
}

const settingsOf = ({ dialect, limit }: RateOptions) => ({
  headerDialect: dialect,
  limits: { '/users/track': { requests: limit, windowSeconds: 3 } },
  campaigns: [{ id: campaign, name: 'Bench', type: 'api' }],
})

/** Real deliver.braze processes with commands enough, one to a call, before a sandbox that holds to its limits. */
export async function benchRate(stack: OwnStack, options: RateOptions) {
  const { path, calls, windowMs, lineMs, encode } = subjectOf(options)
  const sandbox = await startSandbox('braze', { key: 'bench-key', settings: settingsOf(options) })
  const prefix = 'rate.'
  const env = { ...envOf(stack, prefix, sandbox.url, sandbox.key), SIGNALBOX_BRAZE_BATCH: '1' }
  let running: Awaited<ReturnType<typeof startProgram>>[] = []
  const end = async ({ child }: (typeof running)[number]) => {
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  try {
    await end(await startProgram({ ...env, SIGNALBOX_ENV: 'development' }, []))
    const ms = options.minutes * 60_000
    await writeCommands(stack, prefix, Math.ceil(((ms + warmUpMs * 2) / windowMs) * calls), encode)
    const names = Array.from({ length: options.instances }, (_, at) => `bench-${at}`)
    running = await Promise.all(names.map(name => startProgram({ ...env, SIGNALBOX_INSTANCE: name }, [])))
    const from = Math.ceil((Date.now() + warmUpMs) / lineMs) * lineMs
    const windows = new RateWindows({ calls, windowMs, lineMs, from, to: from + ms })
    const take = ({ path: called, atMs, status }: Call) => called === path && windows.take(atMs, status)
    console.error('   from allowed used')
    const isOver = () => {
      for (const line of windows.told(Date.now())) console.error(line)
      return Date.now() > from + ms + 2_000
    }
    await follow(sandbox.url, take, isOver)
    const figures = windows.figures()
    const kept = figures.refused === 0 && figures.mostInWindow <= calls && figures.firstTenth <= 1.3
    return { ...options, ...figures, kept, loads: loadavg().map(load => Number(load.toFixed(2))) }
  } finally {
    await Promise.all(running.map(end))
    await sandbox.stop()
  }
}
