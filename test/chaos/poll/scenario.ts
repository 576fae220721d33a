import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { readSettings } from '../../../src/config.ts'
import { schemasRegister, topicsApply } from '../../../src/ops/verbs.ts'
import { startSandbox } from '../../sandbox/start.ts'
import { random } from '../engine/random.ts'
import { onGround, type Ground, type GroundOptions } from '../ground.ts'
import { Worker } from '../workers.ts'
import { changed } from './changes.ts'
import { drained } from './drained.ts'
import { harmed } from './harms.ts'
import type { PolledSource } from './source.ts'
import { sourcesOf } from './sources/index.ts'

export interface PollScenario extends GroundOptions {
  /** A source, or all. */
  readonly source: string
  readonly changes: number
  /** Changes a second, as far as the sandbox keeps up. */
  readonly rate: number
  /** How often a polling process is killed with -9, or sleeps through its session, */
  readonly kills: number
  /** and how often a broker is. */
  readonly brokerKills: number
  /** Pollers that remember before they tell, and settings that are wrong: the run must be red. */
  readonly naive: boolean
}

const sessionTimeoutMs = 3_000
const shown = 10

/** One source after the other on three brokers of their own. False when anything that was changed is not told, or told twice. */
export const pollScenario = (scenario: PollScenario): Promise<boolean> =>
  onGround(scenario, sourcesOf(scenario.source), (source, ground) => one(scenario, source, ground))

async function one(scenario: PollScenario, source: PolledSource, ground: Ground): Promise<boolean> {
  const { say, seed } = scenario
  const prefix = `chaos.${source.name}.`
  const settings = readSettings({ ...ground.env, SIGNALBOX_TOPIC_PREFIX: prefix })
  await topicsApply(settings, () => undefined)
  await schemasRegister(settings, () => undefined)
  const sandbox = await startSandbox(source.name, source.sandbox)
  const workers = ['one', 'two'].map(instance => workerOf(scenario, source, ground, prefix, sandbox.url, instance))
  const dice = random(seed)
  try {
    const world = source.open(sandbox.url, random(seed + 1))
    await world.prepare()
    await Promise.all(workers.map(worker => worker.start()))
    const began = performance.now()
    const changes = changed(scenario, world)
    const harms = harmed({
      scenario,
      source,
      ground,
      workers,
      random: dice,
      url: sandbox.url,
      isOver: () => changes.isOver,
    })
    await changes.done
    await harms
    say(
      `${source.name}: ${scenario.changes} changes in ${((performance.now() - began) / 1_000).toFixed(1)} s; waiting until all are told`,
    )
    const { missed, doubled, figures } = await drained(scenario, source, ground, prefix, world)
    const deaths = workers.flatMap(worker => worker.deaths)
    say(
      `${source.name}: ${Object.entries(figures)
        .map(([name, figure]) => `${name} ${figure}`)
        .join(', ')}`,
    )
    say(
      `${source.name}: missed ${missed.length}, doubled ${doubled.length}, processes that died by themselves ${deaths.length}`,
    )
    for (const line of [...missed, ...doubled].slice(0, shown)) say(`  ${line}`)
    for (const line of deaths) say(line)
    return missed.length + doubled.length + deaths.length === 0
  } finally {
    await Promise.all(workers.map(worker => worker.kill()))
    await sandbox.stop()
  }
}

function workerOf(
  scenario: PollScenario,
  source: PolledSource,
  ground: Ground,
  prefix: string,
  url: string,
  instance: string,
): Worker {
  const logs = join(ground.folder, source.name)
  mkdirSync(logs, { recursive: true })
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('SIGNALBOX_')))
  const env = {
    ...{ ...own, ...ground.env, ...source.env(url), ...(scenario.naive ? source.naive : {}) },
    ...{ SIGNALBOX_TOPIC_PREFIX: prefix, SIGNALBOX_INSTANCE: instance, SIGNALBOX_HTTP_PORT: '0' },
    ...{ SIGNALBOX_PARTS: `poll.${source.name}`, SIGNALBOX_SESSION_TIMEOUT_MS: String(sessionTimeoutMs) },
  }
  const naive = ['src/bin/run.mjs', join(import.meta.dirname, 'naive.ts')]
  const command = scenario.naive ? naive : ['src/bin/signalbox.mjs', 'start']
  return new Worker({ command, env, logs }, instance)
}
