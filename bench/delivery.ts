/**
 * npm run --silent bench:delivery -- VERB: figures of deliveries, on a stack of its own and a sandbox, or on simulated time. The last line is JSON; ends with 1 where a promise is broken.
 */
import { loadavg } from 'node:os'
import { Command, Option } from 'commander'
import { benchLatency, type LatencyOptions } from './delivery/latency.ts'
import { benchOutage, type OutageOptions } from './delivery/outage.ts'
import { benchRate, type RateOptions } from './delivery/rate.ts'
import { benchThroughput } from './delivery/throughput.ts'
import { startOwnStack, type OwnStack } from './own-stack.ts'

type Bench = (stack: OwnStack) => Promise<object>

async function onStack(bench: Bench): Promise<object> {
  const stack = await startOwnStack()
  try {
    return await bench(stack)
  } finally {
    await stack.stop()
  }
}

/** `kept: false` in the figures says that a promise is broken. */
function report(figures: object): void {
  console.log(JSON.stringify({ ...figures, load: Number(loadavg()[0]?.toFixed(2)) }))
  if ('kept' in figures && figures.kept === false) process.exitCode = 1
}

const program = new Command('bench:delivery').description('Figures of deliveries.')
program
  .command('throughput')
  .description('Commands a second with the ledger and without, by turns, to a Braze sandbox without limits.')
  .option('--commands <n>', 'commands of each run', Number, 60_000)
  .option('--rounds <n>', 'runs of each kind', Number, 3)
  .action(async (options: { commands: number; rounds: number }) =>
    report(await onStack(stack => benchThroughput(stack, options))),
  )
program
  .command('outage')
  .description('Commands wait while their destination is away for days of simulated time, then it is back.')
  .option('--commands <n>', 'commands that wait', Number, 1_000_000)
  .option('--days <n>', 'how long it is away', Number, 3)
  .option('--per-hour <n>', 'calls that it allows, one command each', Number, 250_000)
  .addOption(new Option('--form <name>', 'how it fails').choices(['unreachable', 'status500', 'both']).default('both'))
  .action(async (options: OutageOptions) => report(await benchOutage(options)))
program
  .command('rate')
  .description('Real processes against a Braze sandbox that holds to its limits: how much of what is allowed is used.')
  .option('--minutes <n>', 'how long is counted', Number, 10)
  .option('--instances <n>', 'processes that share the limit', Number, 1)
  .option('--limit <n>', 'calls of /users/track that 3 s allow', Number, 3_000)
  .addOption(new Option('--dialect <name>', 'how the limit is told').choices(['epoch', 'delta']).default('epoch'))
  .addOption(new Option('--endpoint <name>', 'which limit').choices(['track', 'pool']).default('track'))
  .action(async (options: RateOptions) => report(await onStack(stack => benchRate(stack, options))))
program
  .command('latency')
  .description('The whole pipeline in one process: from the post of an event to the call at Braze that carries it.')
  .option('--seconds <n>', 'how long events are posted', Number, 60)
  .option('--rate <n>', 'events a second', Number, 1_000)
  .action(async (options: LatencyOptions) => report(await onStack(stack => benchLatency(stack, options))))
await program.parseAsync()
process.exit()
