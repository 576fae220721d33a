import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { freePorts } from '../../../src/stack/index.ts'
import { random } from '../engine/random.ts'
import { Worker } from '../workers.ts'
import { allHarms, planOf } from './harms.ts'
import { Load, subjects } from './load.ts'
import { count, follow } from './records.ts'
import { isFine, reported, type Counted } from './report.ts'
import type { Source } from './source.ts'
import { sourcesOf } from './sources/index.ts'
import { onGround, type Ground, type GroundOptions } from '../ground.ts'
import { Tally } from './tally.ts'

export interface IngressScenario extends GroundOptions {
  /** A source, or all. */
  readonly source: string
  readonly events: number
  /** Events in a request. */
  readonly batch: number
  /** How often the ingress is killed with -9 while events come in, */
  readonly kills: number
  /** and how often brokers are. */
  readonly brokerKills: number
  /** Other programs in place of ours, to see the run red: an ingress that answers too early, a process stage that knows no duplicates. */
  readonly naive: 'ingress' | 'process' | undefined
}

/** One source after the other on three brokers of their own; prints what was counted of each. False when anything acknowledged is lost, doubled or out of order. */
export const ingressScenario = (scenario: IngressScenario): Promise<boolean> =>
  onGround(scenario, sourcesOf(scenario.source), (source, ground) => one(scenario, source, ground))

const signalbox = ['src/bin/signalbox.mjs', 'start']
const program = (name: string) => ['src/bin/run.mjs', join(import.meta.dirname, name)]

/** The two processes of a run. What each is asked for by its HTTP port is asked of that one. */
async function processesOf(scenario: IngressScenario, source: Source, ground: Ground, prefix: string) {
  const [port = 0, processPort = 0] = await freePorts(2)
  const logs = join(ground.folder, source.name)
  mkdirSync(logs)
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('SIGNALBOX_')))
  const all = { ...own, ...ground.env, SIGNALBOX_TOPIC_PREFIX: prefix }
  const worker = (instance: string, at: number, command: readonly string[], env: Readonly<Record<string, string>>) => {
    const mine = { SIGNALBOX_INSTANCE: instance, SIGNALBOX_PARTS: instance, SIGNALBOX_HTTP_PORT: String(at) }
    return new Worker({ command, env: { ...all, ...mine, ...env }, logs }, instance)
  }
  const receiving = scenario.naive === 'ingress' ? program('naive.ts') : signalbox
  const how = scenario.naive === 'process' ? ['--without-dedupe'] : []
  return {
    url: `http://127.0.0.1:${port}`,
    processUrl: `http://127.0.0.1:${processPort}`,
    ingress: worker('ingress', port, receiving, source.env),
    process: worker('process', processPort, [...program('process.ts'), source.name, ...how], {}),
  }
}

async function one(scenario: IngressScenario, source: Source, ground: Ground): Promise<boolean> {
  const { say, events, seed } = scenario
  const prefix = `chaos.${source.name}.`
  const io = { python: ground.python, brokers: ground.cluster.direct, prefix }
  const { url, ingress, process } = await processesOf(scenario, source, ground, prefix)
  try {
    await ingress.start()
    await process.start()
    await source.prepare?.(url, subjects)
    const batch = Math.min(scenario.batch, source.mostPerBatch)
    const load = new Load({ source, url, events, batch, seed })
    const began = performance.now()
    const harmed = { cluster: ground.cluster, ingress, load, random: random(seed), say }
    await Promise.all([load.run(), allHarms(planOf(scenario), harmed)])
    const seconds = (performance.now() - began) / 1_000
    say(
      `${source.name}: ${load.acknowledged} events acknowledged in ${seconds.toFixed(1)} s; waiting until all are processed`,
    )
    const [stored, processed] = [new Tally(events), new Tally(events)]
    await follow(io, source, source.output, processed, load.acknowledged)
    await count(io, source, source.topic, stored)
    await Promise.all([ingress.stop(), process.stop()])
    const counted: Counted = {
      source,
      scenario,
      load,
      stored,
      processed,
      seconds,
      deaths: [...ingress.deaths, ...process.deaths],
    }
    return isFine(reported(counted))
  } finally {
    await Promise.all([ingress.kill(), process.kill()])
  }
}
