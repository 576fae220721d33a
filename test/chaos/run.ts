/** npm run chaos: what the pipeline promises, while things are killed. Every scenario, or the one that is named; exit 1 when a promise is broken. */
import { join } from 'node:path'
import { Command, InvalidArgumentError, Option } from 'commander'
import type { DeliveryScenario } from './delivery/scenario.ts'
import type { EngineScenario } from './engine/scenario.ts'
import type { FlowsScenario } from './flows/scenario.ts'
import type { IngressScenario } from './ingress/scenario.ts'
import type { PollScenario } from './poll/scenario.ts'

const say = (line: string) => console.log(line)
const fine: boolean[] = []

async function engine(options: Omit<EngineScenario, 'say'>): Promise<void> {
  const { engineScenario } = await import('./engine/scenario.ts')
  fine.push(await engineScenario({ ...options, say }))
}

async function pipeline(): Promise<void> {
  const { pipelineScenario } = await import('./pipeline/scenario.ts')
  fine.push(await pipelineScenario(say))
}

async function delivery(options: Omit<DeliveryScenario, 'say' | 'way' | 'program'>): Promise<void> {
  const { deliveryScenario } = await import('./delivery/scenario.ts')
  fine.push(await deliveryScenario({ way: undefined, program: undefined, ...options, say }))
}

async function ingress(options: Omit<IngressScenario, 'say' | 'naive'>): Promise<void> {
  const { ingressScenario } = await import('./ingress/scenario.ts')
  fine.push(await ingressScenario({ naive: undefined, ...options, say }))
}

async function poll(options: Omit<PollScenario, 'say'>): Promise<void> {
  const { pollScenario } = await import('./poll/scenario.ts')
  fine.push(await pollScenario({ ...options, say }))
}

async function flows(options: Omit<FlowsScenario, 'say' | 'flow'> & { readonly flow?: string }): Promise<void> {
  const { flowsScenario } = await import('./flows/scenario.ts')
  fine.push(await flowsScenario({ flow: undefined, ...options, say }))
}

function number(text: string): number {
  const value = Number(text)
  if (!(value >= 0)) throw new InvalidArgumentError('It must be a number.')
  return value
}

const engineFolder = join(import.meta.dirname, 'engine')
const byDefault = {
  rounds: 200,
  minutes: Infinity,
  seed: 1,
  rate: 200,
  worker: join(engineFolder, 'worker.ts'),
  only: [],
  keep: false,
}

const deliveryByDefault = { destination: 'all', commands: 100_000, rounds: 100, seed: 1, only: [], keep: false }

const ingressByDefault = {
  source: 'all',
  events: 1_000_000,
  batch: 100,
  kills: 50,
  brokerKills: 5,
  seed: 1,
  keep: false,
}

const pollByDefault = {
  source: 'all',
  changes: 10_000,
  rate: 60,
  kills: 20,
  brokerKills: 3,
  seed: 1,
  naive: false,
  keep: false,
}

const flowsByDefault = { rounds: 10, seed: 1 }

const program = new Command('chaos')
  .description('Without a command: every scenario, one after the other.')
  .showHelpAfterError()
  .action(async () => {
    await engine(byDefault)
    await pipeline()
    await delivery(deliveryByDefault)
    await ingress(ingressByDefault)
    await poll(pollByDefault)
    await flows(flowsByDefault)
  })

program
  .command('engine')
  .description(
    'The engine on three brokers: processes and brokers killed and stopped, members that come and go, connections cut. Input is produced and output is counted by Confluent’s client for Python.',
  )
  .option('--rounds <n>', 'so many faults', number, byDefault.rounds)
  .option('--minutes <n>', 'no more faults after so many minutes, when each has come once', number, byDefault.minutes)
  .option('--seed <n>', 'the same seed gives the same plan', number, byDefault.seed)
  .option('--rate <n>', 'events per second', number, byDefault.rate)
  .option('--only <words...>', 'only faults whose name holds one of these words', byDefault.only)
  .option('--worker <file>', 'the program that is tested', byDefault.worker)
  .option('--keep', 'keep data and logs also when nothing was wrong', byDefault.keep)
  .action(engine)

program
  .command('pipeline')
  .description('The whole pipeline from the HTTP ingress to the Braze sandbox, killed ten times, and the stack once.')
  .action(pipeline)

program
  .command('delivery')
  .description(
    'Two processes that deliver to a sandbox, killed, stopped and restarted, while the sandbox is silent, resets, fails and lies. What took effect is counted there. --rounds 6 --commands 3000 takes about a minute for each destination.',
  )
  .option('--destination <name>', 'braze, ecm, workflow, http, push, xconnector or all', deliveryByDefault.destination)
  .option('--way <way>', 'only the HTTP endpoint with this way: resend, atLeastOnce or atMostOnce')
  .option('--commands <n>', 'so many commands for each', number, deliveryByDefault.commands)
  .option('--rounds <n>', 'so many harms at each', number, deliveryByDefault.rounds)
  .option('--seed <n>', 'the same seed gives the same commands and harms', number, deliveryByDefault.seed)
  .option('--only <words...>', 'only harms whose name holds one of these words', deliveryByDefault.only)
  .option('--program <file>', 'in place of signalbox start, to see the run red')
  .option('--keep', 'keep data and logs also when nothing was wrong', deliveryByDefault.keep)
  .action(delivery)

program
  .command('ingress')
  .description(
    'Events of a source at full speed, repeated as that source repeats, while the ingress is killed with -9, and its brokers. What was acknowledged is counted in Kafka and behind the process stage by Confluent’s client for Python. --events 20000 --kills 3 --broker-kills 1 takes about a minute.',
  )
  .option('--source <name>', 'http, braze.currents, push, xconnector or all', ingressByDefault.source)
  .option('--events <n>', 'so many events of each', number, ingressByDefault.events)
  .option('--batch <n>', 'events in a request', number, ingressByDefault.batch)
  .option('--kills <n>', 'how often the ingress is killed', number, ingressByDefault.kills)
  .option('--broker-kills <n>', 'how often brokers are killed', number, ingressByDefault.brokerKills)
  .option('--seed <n>', 'the same seed gives the same plan', number, ingressByDefault.seed)
  .addOption(
    new Option(
      '--naive <which>',
      'to see the run red: an ingress that answers too early, or a process stage that knows no duplicates',
    ).choices(['ingress', 'process']),
  )
  .option('--keep', 'keep data and logs also when nothing was wrong', ingressByDefault.keep)
  .action(ingress)

program
  .command('poll')
  .description(
    'A source that is polled: changes at its sandbox while it is polled, its clock five minutes ahead and behind, its pages shifting, while processes that poll are killed with -9 or sleep, and brokers are killed. What is told is counted by Confluent’s client for Python, against the last state of the sandbox. --changes 600 --rate 30 --kills 2 --broker-kills 0 takes about a minute.',
  )
  .option('--source <name>', 'ecm, workflow or all', pollByDefault.source)
  .option('--changes <n>', 'so many changes at each', number, pollByDefault.changes)
  .option('--rate <n>', 'changes per second', number, pollByDefault.rate)
  .option('--kills <n>', 'how often a process is harmed', number, pollByDefault.kills)
  .option('--broker-kills <n>', 'how often a broker is killed', number, pollByDefault.brokerKills)
  .option('--seed <n>', 'the same seed gives the same plan', number, pollByDefault.seed)
  .option('--naive', 'with pollers that remember before they tell, to see the run red', pollByDefault.naive)
  .option('--keep', 'keep data and logs also when nothing was wrong', pollByDefault.keep)
  .action(poll)

program
  .command('flows')
  .description(
    'The tests of the flows as they are, while the pipeline is killed with -9 and started again: the right calls once, nothing where nothing belongs. A round of all of them takes some minutes.',
  )
  .option('--rounds <n>', 'how often the tests run', number, flowsByDefault.rounds)
  .option('--flow <ids>', 'one flow alone, such as E6, or several with commas')
  .option('--seed <n>', 'the same seed gives the same plan; each round has the next one', number, flowsByDefault.seed)
  .action(flows)

try {
  await program.parseAsync()
  process.exitCode = fine.every(Boolean) ? 0 : 1
} catch (error) {
  console.error(error)
  process.exitCode = 1
}
process.exit()
