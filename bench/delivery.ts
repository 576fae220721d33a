/**
 * npm run --silent bench:delivery -- throughput: figures of deliveries, on a stack of its own and a sandbox. The last line is JSON.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { freePorts, startStack } from '../src/stack/index.ts'
import { benchThroughput, type Stack } from './delivery/throughput.ts'

async function on(bench: (stack: Stack) => Promise<unknown>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-bench-'))
  const [kafka = 0, controller = 0, registry = 0] = await freePorts(3)
  const stack = await startStack({
    folder,
    ports: { kafka, controller, registry },
    report: line => console.error(line),
  })
  try {
    console.log(JSON.stringify(await bench(stack)))
  } finally {
    await stack.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

const program = new Command('bench:delivery').description('Figures of deliveries.')
program
  .command('throughput')
  .description('Commands a second with the ledger and without, by turns, to a Braze sandbox without limits.')
  .option('--commands <n>', 'commands of each run', Number, 60_000)
  .option('--rounds <n>', 'runs of each kind', Number, 3)
  .action((options: { commands: number; rounds: number }) => on(stack => benchThroughput(stack, options)))
await program.parseAsync()
process.exit()
