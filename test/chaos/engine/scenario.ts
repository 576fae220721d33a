import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pythonEnvironment } from '../../integration/python/environment.ts'
import { check, firstOfEach, tally, wrongs, type Findings } from './check.ts'
import { startCluster, type ChaosCluster } from './cluster.ts'
import { faults, turns, type Context, type Fault } from './faults.ts'
import { Input, produceTiers } from './input.ts'
import { Progress, readAll, type OutputOptions } from './output.ts'
import { Plan, tierRows } from './plan.ts'
import { random } from './random.ts'
import { decode, Happening } from './records.ts'
import { recoveries, Recovery, type Round } from './recovery.ts'
import { createTopics, topicNames } from './topics.ts'
import { Worker } from '../workers.ts'

export interface EngineScenario {
  /** So many faults, */
  readonly rounds: number
  /** or as many as fit into that time, but each fault once at least. */
  readonly minutes: number
  readonly seed: number
  /** Happenings per second. */
  readonly rate: number
  /** The program that is tested; takes --brokers, --prefix and --instance and prints ready. */
  readonly worker: string
  /** Only faults whose name holds one of these words; all of them when there is none. */
  readonly only: readonly string[]
  /** Keep the folder with the data and the logs of brokers and workers, also when nothing was wrong. */
  readonly keep: boolean
  readonly say: (line: string) => void
}

const prefix = 'chaos.'
const settledWithinMs = 60_000
const group = `${prefix}signalbox.process`

/** Runs the whole of it on a cluster of its own and prints what was counted; false when anything is wrong. */
export async function engineScenario(scenario: EngineScenario): Promise<boolean> {
  const environment = pythonEnvironment()
  if ('missing' in environment) throw new Error(`no Python client: ${environment.missing}`)
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-chaos-'))
  scenario.say(`seed ${scenario.seed}; logs in ${folder}`)
  const cluster = await startCluster(join(folder, 'cluster'), scenario.say)
  const logs = join(folder, 'workers')
  mkdirSync(logs)
  let fine = false
  try {
    const io = { python: environment.python, brokers: cluster.direct, prefix }
    await createTopics(cluster.direct, prefix)
    await produceTiers(io, tierRows())
    fine = await onCluster(scenario, cluster, io, logs)
    return fine
  } finally {
    await cluster.stop()
    if (fine && !scenario.keep) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function onCluster(
  scenario: EngineScenario,
  cluster: ChaosCluster,
  io: OutputOptions,
  logs: string,
): Promise<boolean> {
  const program = ['--import', 'tsx', scenario.worker, '--brokers', cluster.proxied, '--prefix', prefix]
  const worker = (instance: string) =>
    new Worker({ command: [...program, '--instance', instance], env: process.env, logs }, instance)
  const [first, second, spare] = [worker('one'), worker('two'), worker('three')]
  const all = [first, second, spare]
  const dice = random(scenario.seed)
  const progress = new Progress(io)
  try {
    await Promise.all([first.start(), second.start()])
    const input = new Input(io, new Plan(random(scenario.seed + 1)), scenario.rate)
    const recovery = new Recovery(progress, input)
    recovery.harm()
    await recovery.moves()
    const { harm, moves } = recovery
    const context: Context = { cluster, workers: [first, second], spare, prefix, group, random: dice, harm, moves }
    const rounds = await allRounds(scenario, context, recovery)
    scenario.say('no more faults: waiting until everything is processed')
    await input.stop()
    await settled(progress, input)
    const stopped = await Promise.allSettled(all.map(worker => worker.stop()))
    const unruly = stopped.flatMap(stop => (stop.status === 'rejected' ? [String(stop.reason)] : []))
    const fine = printed(scenario, rounds, await counted(io, input, scenario.say), input.sent.length)
    const endings = [...all.flatMap(worker => worker.deaths), ...unruly]
    for (const words of endings) scenario.say(words)
    return fine && endings.length === 0
  } finally {
    await Promise.all(all.map(worker => worker.kill()))
    await progress.stop()
  }
}

/** Stops at the first round after which the pipeline does not move again: what follows would say nothing. */
async function allRounds(scenario: EngineScenario, context: Context, recovery: Recovery): Promise<Round[]> {
  const among = faults.filter(
    ({ name }) => scenario.only.length === 0 || scenario.only.some(word => name.includes(word)),
  )
  const rounds: Round[] = []
  const began = performance.now()
  const enough = () => rounds.length >= among.length && performance.now() - began > scenario.minutes * 60_000
  for (const fault of turns(context.random, among)) {
    if (rounds.length >= scenario.rounds || enough()) break
    const round = await oneRound(fault, context, recovery)
    rounds.push(round)
    const took = `${(round.recoveredMs / 1_000).toFixed(1)} s to recover, ${(round.tookMs / 1_000).toFixed(1)} s in all`
    scenario.say(`round ${rounds.length}: ${fault.name}: ${round.trouble ?? took}`)
    if (round.trouble !== undefined) {
      for (const worker of [...context.workers, context.spare]) {
        scenario.say(`process ${worker.instance} said last:`)
        for (const line of worker.lastLines()) scenario.say(`  ${line}`)
      }
      break
    }
    await sleep(context.random.whole(1_000))
  }
  return rounds
}

async function oneRound(fault: Fault, context: Context, recovery: Recovery): Promise<Round> {
  const began = performance.now()
  const done = (trouble?: string) => ({
    fault: fault.name,
    recoveredMs: recovery.tookMs,
    tookMs: performance.now() - began,
    ...(trouble === undefined ? {} : { trouble }),
  })
  try {
    await fault.run(context)
    await recovery.moves()
    // The next fault shall meet a pipeline in which every process has its share.
    await context.cluster.settled(group, context.workers.length, settledWithinMs)
    await recovery.movesFromNow()
    return done()
  } catch (error) {
    return done(String(error))
  }
}

/** Until the last timer was due, all that is expected is there, and nothing comes any more; or until nothing has come for long. */
async function settled(progress: Progress, { sent }: Input): Promise<void> {
  const now = Date.now()
  const due = sent.flatMap(({ kind, occurredAt }) => (kind === 'remind' ? [occurredAt] : []))
  const last = due.reduce((latest, at) => (at < now + 60_000 ? Math.max(latest, at) : latest), now)
  const expected = expectedOutputs(sent)
  await sleep(last - now)
  progress.lastAt = performance.now()
  for (let quietMs = 0; quietMs < (progress.records >= expected ? 3_000 : 30_000);) {
    await sleep(100)
    quietMs = performance.now() - progress.lastAt
  }
}

function expectedOutputs(sent: readonly Happening[]): number {
  const weights = { count: 1, pass: 1, remind: 1, cancel: -1, noise: 0 }
  const once = new Map(sent.map(({ eventId, kind }) => [eventId, weights[kind]]))
  return [...once.values()].reduce((sum, weight) => sum + weight, 0)
}

/** Reads everything back, and holds the input in Kafka to what was sent before it is taken for the truth. */
async function counted(io: OutputOptions, { sent }: Input, say: (line: string) => void): Promise<Findings> {
  const happenings = (await readAll(io, topicNames.happenings)).map(({ value }) =>
    decode(Happening, value ?? Buffer.alloc(0)),
  )
  if (bySubject(happenings) !== bySubject(sent))
    throw new Error(
      `the input in Kafka (${happenings.length}) is not what was sent (${sent.length}): the run says nothing`,
    )
  // A broker that dies can make the producer store a record twice: one more repeat, which must have no effect either.
  const more = happenings.length - sent.length
  if (more > 0) say(`the producer stored ${more} of its records twice`)
  const results = await readAll(io, topicNames.results)
  const fired = await readAll(io, topicNames.fired)
  const others = await readAll(io, topicNames.others)
  const changelog = await readAll(io, topicNames.changelog)
  const deadLetters = await readAll(io, topicNames.deadLetters)
  return check({ happenings, tiers: tierRows() }, { results, fired, others, changelog, deadLetters })
}

/** Every subject's event ids in the order of their first appearance, as one text. */
function bySubject(happenings: readonly Happening[]): string {
  const lines = new Map<string, string[]>()
  for (const { subject, eventId } of firstOfEach(happenings)) {
    const line = lines.get(subject) ?? [subject]
    line.push(eventId)
    lines.set(subject, line)
  }
  return [...lines.values()]
    .map(line => line.join(' '))
    .sort()
    .join('\n')
}

/** Prints the tables and what they cannot say; true when there is nothing to find fault with. */
function printed({ say }: EngineScenario, rounds: readonly Round[], findings: Findings, sent: number): boolean {
  console.table(recoveries(rounds))
  console.table({ [`${rounds.length} rounds, ${sent} events`]: tally(findings) })
  const found = Object.entries(findings).filter(([, list]) => list.length > 0)
  for (const [name, list] of found) {
    say(`${name} (${new Map(Object.entries(wrongs)).get(name) ?? ''}): ${list.length}, the first of them:`)
    for (const words of list.slice(0, 5)) say(`  ${words}`)
  }
  const stuck = rounds.filter(({ trouble }) => trouble !== undefined)
  for (const { fault, trouble } of stuck) say(`${fault}: ${trouble ?? ''}`)
  return found.length === 0 && stuck.length === 0
}
