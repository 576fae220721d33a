import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readSettings } from '../../../src/config.ts'
import { schemasRegister, topicsApply } from '../../../src/ops/verbs.ts'
import { withTopics, type VerbContext } from '../../../src/ops/verb-context.ts'
import { freePorts, startStack, type RunningStack } from '../../../src/stack/index.ts'
import { topology } from '../../../src/topology.ts'
import { random } from '../engine/random.ts'
import { Worker } from '../workers.ts'
import type { Destination } from './destination.ts'
import { destinationsOf } from './destinations/index.ts'
import { callTimeoutMs, sessionTimeoutMs } from './harms.ts'
import { Input } from './input.ts'
import { Output } from './output.ts'
import { planOf, type Planned } from './plan.ts'
import { isFine, reported } from './report.ts'
import { allRounds, drained, type Running } from './rounds.ts'
import { Receiver } from './sandbox.ts'

export interface DeliveryScenario {
  /** A destination, or all. */
  readonly destination: string
  /** What follows a call in doubt, where an HTTP endpoint says so; undefined: each in turn. */
  readonly way: string | undefined
  readonly commands: number
  readonly rounds: number
  readonly seed: number
  /** Another program in place of signalbox start, to see the harness red. */
  readonly program: string | undefined
  /** Only harms whose name holds one of these words; all of them when there is none. */
  readonly only: readonly string[]
  /** Keep the folder with data and logs also when nothing was wrong. */
  readonly keep: boolean
  readonly say: (line: string) => void
}

/** One destination after the other on a stack of their own; prints what was counted at each. False when anything is wrong. */
export async function deliveryScenario(scenario: DeliveryScenario): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-chaos-'))
  scenario.say(`seed ${scenario.seed}; logs in ${folder}`)
  const [kafka = 0, controller = 0, registry = 0] = await freePorts(3)
  const stack = await startStack({
    folder: join(folder, 'stack'),
    ports: { kafka, controller, registry },
    report: scenario.say,
  })
  const fine: boolean[] = []
  try {
    const plan = planOf(random(scenario.seed), scenario.commands)
    // A look-up tells of the last ninety days.
    const options = { plan, beginMs: Date.now() - scenario.commands * 1_000 }
    for (const destination of destinationsOf(scenario.destination, scenario.way, options))
      fine.push(await one(scenario, destination, plan, stack, folder))
    return fine.every(Boolean)
  } finally {
    await stack.stop()
    if (fine.length > 0 && fine.every(Boolean) && !scenario.keep)
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function one(
  scenario: DeliveryScenario,
  destination: Destination,
  plan: readonly Planned[],
  stack: RunningStack,
  folder: string,
): Promise<boolean> {
  const { sink } = destination
  const env = {
    SIGNALBOX_KAFKA_BROKERS: stack.brokers,
    SIGNALBOX_REGISTRY_URL: stack.registryUrl,
    SIGNALBOX_TOPIC_PREFIX: `chaos.${destination.name.replaceAll(' ', '-')}.`,
    SIGNALBOX_LOG_LEVEL: 'warn',
  }
  const settings = readSettings(env)
  await topicsApply(settings, () => undefined)
  await schemasRegister(settings, () => undefined)
  const terminal = { say: scenario.say, confirm: () => Promise.resolve(false) }
  const reads = [sink.commands, sink.ledger, topology.receipts, topology.deadLetters]
  const verb = { topology, settings, terminal, reads, writes: sink.commands.records }
  return withTopics(verb, context => run(scenario, destination, plan, context, env, folder))
}

async function run(
  scenario: DeliveryScenario,
  destination: Destination,
  plan: readonly Planned[],
  context: VerbContext,
  env: Record<string, string>,
  folder: string,
): Promise<boolean> {
  const { name, sink, sandbox } = destination
  const logs = join(folder, name.replaceAll(' ', '-'))
  mkdirSync(logs)
  const receiver = await Receiver.start(sink.name, sandbox)
  const command = scenario.program === undefined ? signalbox : ['src/bin/run.mjs', scenario.program]
  const own = Object.fromEntries(Object.entries(process.env).filter(([variable]) => !variable.startsWith('SIGNALBOX_')))
  const all = { ...own, ...env, ...processSettings(sink.name), ...destination.env(receiver.url, logs) }
  const worker = (instance: string) =>
    new Worker({ command, env: { ...all, SIGNALBOX_INSTANCE: instance }, logs }, instance)
  const [one, two] = [worker('one'), worker('two')]
  const dice = random(scenario.seed + 1)
  const [input, output] = [new Input(context, destination, plan), new Output(context, destination)]
  const running: Running = {
    scenario,
    destination,
    plan,
    receiver,
    deliverers: [one, two],
    random: dice,
    input,
    output,
  }
  try {
    await receiver.calm()
    await Promise.all([one.start(), two.start()])
    const rounds = await allRounds(running)
    const left = await drained(running)
    const stopped = await Promise.allSettled([one.stop(), two.stop()])
    const unruly = stopped.flatMap(stop => (stop.status === 'rejected' ? [String(stop.reason)] : []))
    const troubles = [...rounds.troubles, ...left, ...one.deaths, ...two.deaths, ...unruly]
    return isFine(await reported(running, rounds, troubles))
  } finally {
    await Promise.all([one.kill(), two.kill()])
    await receiver.stop()
  }
}

const signalbox = ['src/bin/signalbox.mjs', 'start']

const processSettings = (destination: string) => ({
  SIGNALBOX_PARTS: `deliver.${destination}`,
  SIGNALBOX_HTTP_PORT: '0',
  SIGNALBOX_SESSION_TIMEOUT_MS: String(sessionTimeoutMs),
  SIGNALBOX_DELIVERY_TIMEOUT_MS: String(callTimeoutMs),
  SIGNALBOX_BRAZE_SETTLE_MS: '500',
})
