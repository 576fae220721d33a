import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { startSandbox } from '../../test/sandbox/start.ts'
import { until } from '../../test/until.ts'
import type { OwnStack } from '../own-stack.ts'
import { writeCommands } from './commands.ts'

/** Settings of a deliver stage for Braze alone. */
export const envOf = (stack: OwnStack, prefix: string, brazeUrl: string, key: string): Record<string, string> => ({
  SIGNALBOX_KAFKA_BROKERS: stack.brokers,
  SIGNALBOX_REGISTRY_URL: stack.registryUrl,
  SIGNALBOX_TOPIC_PREFIX: prefix,
  SIGNALBOX_PARTS: 'deliver.braze',
  SIGNALBOX_HTTP_PORT: '0',
  SIGNALBOX_BRAZE_URL: brazeUrl,
  SIGNALBOX_BRAZE_KEY: key,
  SIGNALBOX_INSTANCE: 'bench',
  SIGNALBOX_LOG_LEVEL: 'warn',
})

/** Starts the program and answers when it is ready, with the URL of its HTTP server. */
export async function startProgram(
  env: Record<string, string>,
  args: readonly string[],
): Promise<{ child: ChildProcess; url: string }> {
  const program = join(import.meta.dirname, 'program.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', program, ...args], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /^ready (http:\S+)/.exec(line)?.[1]
    if (url !== undefined) return { child, url }
  }
  throw new Error('the program ended before it was ready')
}

async function metricSum(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text()
  const lines = text.split('\n').filter(line => line.startsWith(name))
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)
}

interface Figures {
  readonly commandsPerSecond: number
  readonly transactions: number
  readonly calls: number
}

async function run(stack: OwnStack, prefix: string, commands: number, args: readonly string[]): Promise<Figures> {
  const sandbox = await startSandbox('braze', {
    key: 'bench-key',
    settings: { limits: { '/users/track': { requests: 10_000_000, windowSeconds: 3 } } },
  })
  try {
    const env = envOf(stack, prefix, sandbox.url, sandbox.key)
    const empty = await startProgram({ ...env, SIGNALBOX_ENV: 'development' }, args)
    empty.child.kill('SIGTERM')
    await once(empty.child, 'exit')
    await writeCommands(stack, prefix, commands)
    const { child, url } = await startProgram(env, args)
    const began = performance.now()
    await until(
      () => metricSum(url, 'signalbox_deliveries_total'),
      delivered => delivered >= commands,
      300_000,
    )
    const seconds = (performance.now() - began) / 1_000
    const transactions = await metricSum(url, 'signalbox_stage_commit_duration_seconds_count')
    const calls = await metricSum(url, 'signalbox_delivery_call_duration_seconds_count')
    child.kill('SIGTERM')
    await once(child, 'exit')
    return { commandsPerSecond: Math.round(commands / seconds), transactions, calls }
  } finally {
    await sandbox.stop()
  }
}

/** Commands a second from their topic through the ledger to a Braze without limits, against the same without the ledger, by turns; and what it costs in transactions. */
export async function benchThroughput(stack: OwnStack, { commands, rounds }: { commands: number; rounds: number }) {
  const withLedger: Figures[] = []
  const without: Figures[] = []
  for (let round = 0; round < rounds; round++) {
    withLedger.push(await run(stack, `l${round}.`, commands, []))
    without.push(await run(stack, `n${round}.`, commands, ['--without-ledger']))
    console.error(JSON.stringify({ with: withLedger.at(-1), without: without.at(-1) }))
  }
  const median = (runs: readonly Figures[]) =>
    runs.map(({ commandsPerSecond }) => commandsPerSecond).sort((a, b) => a - b)[Math.floor(runs.length / 2)] ?? 0
  return { commands, withLedger, without, ratio: Number((median(withLedger) / median(without)).toFixed(3)) }
}
