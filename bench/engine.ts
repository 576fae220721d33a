/**
 * npm run --silent bench:engine -- restore|timers|commits|takeover|rolling|all: figures of the exactly-once engine on a Kafka of its own.
 * The engine runs in processes of its own. Ends with 1 when anything was lost, doubled, early or miscounted. The last line is JSON.
 */
import { Command, InvalidArgumentError } from 'commander'
import { benchCommits } from './engine/commits.ts'
import { startGround, type Ground } from './engine/ground.ts'
import { benchRestore } from './engine/restore.ts'
import { benchRolling } from './engine/rolling.ts'
import { benchTakeover } from './engine/takeover.ts'
import { benchTimers } from './engine/timers.ts'

const whole = (text: string): number => {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('a whole number above 0 is needed')
  return Number(text)
}
const numbers = (text: string): number[] => text.split(',').map(whole)

async function on(bench: (ground: Ground) => Promise<unknown>): Promise<void> {
  const ground = await startGround()
  try {
    console.log(JSON.stringify(await bench(ground)))
  } finally {
    await ground.stop()
  }
}

const defaults = {
  rows: 1_000_000,
  timers: 1_000_000,
  dueIn: 60,
  tasks: [4, 12, 48],
  sessions: [2_000, 6_000],
  rounds: 5,
  rolls: 3,
}
const program = new Command('bench:engine')
program
  .command('restore')
  .option('--rows <n>', 'state rows', whole, defaults.rows)
  .action(({ rows }: { rows: number }) => on(ground => benchRestore(ground, rows)))
program
  .command('timers')
  .option('--timers <n>', 'of which a tenth fall due within one second', whole, defaults.timers)
  .option('--due-in <seconds>', 'from the start of the process that sets them', whole, defaults.dueIn)
  .action(({ timers, dueIn }: { timers: number; dueIn: number }) => on(ground => benchTimers(ground, timers, dueIn)))
program
  .command('commits')
  .option('--tasks <list>', 'numbers of partitions', numbers, defaults.tasks)
  .action(({ tasks }: { tasks: number[] }) => on(ground => benchCommits(ground, tasks)))
program
  .command('takeover')
  .option('--sessions <list>', 'session timeouts, ms', numbers, defaults.sessions)
  .option('--rounds <n>', 'kills at each', whole, defaults.rounds)
  .action(({ sessions, rounds }: { sessions: number[]; rounds: number }) =>
    on(ground => benchTakeover(ground, sessions, rounds)),
  )
program
  .command('rolling')
  .option('--rounds <n>', 'restarts of each process', whole, defaults.rolls)
  .action(({ rounds }: { rounds: number }) => on(ground => benchRolling(ground, rounds)))
program.command('all').action(() =>
  on(async ground => ({
    restore: await benchRestore(ground, defaults.rows),
    timers: await benchTimers(ground, defaults.timers, defaults.dueIn),
    commits: await benchCommits(ground, defaults.tasks),
    takeover: await benchTakeover(ground, defaults.sessions, defaults.rounds),
    rolling: await benchRolling(ground, defaults.rolls),
  })),
)

try {
  await program.parseAsync()
} catch (error) {
  console.error(error)
  process.exit(1)
}
process.exit()
