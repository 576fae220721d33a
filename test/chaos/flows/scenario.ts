import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { freePorts, startStack, type RunningStack } from '../../../src/stack/index.ts'
import { Tally } from './tally.ts'
import { mark, Told } from './told.ts'

export interface FlowsScenario {
  readonly rounds: number
  /** One alone, or several with commas; all of them unless said. */
  readonly flow: string | undefined
  readonly seed: number
  readonly say: (line: string) => void
}

const root = join(import.meta.dirname, '../../..')
/** A round that hangs is a failure. */
const roundMs = 20 * 60_000

/** The tests of the flows as they are, so many times, on a pipeline that is killed with -9 while they run: see test/flows/harmed.ts. False when one fails. */
export async function flowsScenario({ rounds, flow, seed, say }: FlowsScenario): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-chaos-'))
  const [kafka = 0, controller = 0, registry = 0] = await freePorts(3)
  const stack = await startStack({ folder, ports: { kafka, controller, registry }, report: say })
  const tally = new Tally()
  try {
    for (let n = 0; n < rounds; n++) {
      say(`round ${n + 1} of ${rounds}, seed ${seed + n}`)
      await round({ stack, flow, seed: seed + n, tally, say })
    }
    console.table(Object.fromEntries([...tally.flows].sort(([a], [b]) => a.localeCompare(b))))
    if (tally.broken > 0) say(`${tally.broken} times something was wrong beside the tests`)
    return tally.isFine()
  } finally {
    await stack.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Round extends Omit<FlowsScenario, 'rounds'> {
  readonly stack: RunningStack
  readonly tally: Tally
}

async function round({ stack, flow, seed, tally, say }: Round): Promise<void> {
  tally.begin()
  const reporter = `--test-reporter=${join(import.meta.dirname, 'reporter.ts')}`
  const args = ['--import', 'tsx', reporter, '--test-reporter-destination=stdout', '--test-force-exit']
  const child = spawn(process.execPath, [...args, join(root, 'test/flows/all.test.ts')], {
    cwd: root,
    env: {
      ...process.env,
      SIGNALBOX_TEST_BROKERS: stack.brokers,
      SIGNALBOX_TEST_REGISTRY: stack.registryUrl,
      SIGNALBOX_TEST_KILLS_SEED: String(seed),
      ...(flow !== undefined && { SIGNALBOX_TEST_FLOW: flow }),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: roundMs,
  })
  const ended = once(child, 'exit')
  let wrong = 0
  for await (const line of createInterface({ input: child.stdout })) wrong += heard(line, tally, say)
  await ended
  if (child.exitCode === 0 || wrong > 0) return
  say(`the round ended with ${child.exitCode ?? child.signalCode ?? 'nothing'} and does not say why`)
  tally.broken++
}

/** Answers how much the line says is wrong. */
function heard(line: string, tally: Tally, say: (line: string) => void): number {
  if (!line.startsWith(mark)) {
    if (line.startsWith('kill ')) tally.kill()
    say(line)
    return 0
  }
  const told = Told.parse(JSON.parse(line.slice(mark.length)))
  tally.told(told)
  if (told.what === 'failed') say(`FAILED ${told.flow}: ${told.name}\n${told.error}`)
  if (told.what === 'broken') say(`WRONG beside the tests: ${told.error}`)
  return told.what === 'failed' || told.what === 'broken' ? 1 : 0
}
