import { Command, CommanderError } from 'commander'
import type * as Verbs from './ops/verbs.ts'
import { readSettings, settingRows } from './config.ts'
import { addDeadLetterCommands } from './ops/delivery/dead-letter-commands.ts'
import { addDeliveryCommands } from './ops/delivery/delivery-commands.ts'
import { addIngestCommand } from './ops/ingest/command.ts'
import { addPollCommand } from './ops/poll-command.ts'
import { addTailCommand } from './ops/tail-command.ts'
import { addTopologyCommand } from './ops/topology-command.ts'

const program = new Command('signalbox')
  .description(
    'Moves events between engagement, content and workflow systems over Kafka: ingress, processors, deliveries.',
  )
  .showHelpAfterError('(signalbox --help lists the commands)')

program
  .command('start')
  .description(
    'Run the pipeline. Without settings it runs whole, with a Kafka, a schema registry and sandboxes of its own, and says "ready" when it serves.',
  )
  .addHelpText(
    'after',
    () =>
      `\nSettings, as environment variables or as NAME=value lines of the file that SIGNALBOX_SETTINGS_FILE names:\n\n${settingsHelp()}`,
  )
  .action(async () => {
    const { main } = await import('./main.ts')
    await main(readSettings(process.env), say)
  })

program
  .command('stack')
  .description('Run the embedded Kafka and schema registry alone, until Ctrl-C. Their data is kept between runs.')
  .action(async () => {
    const { runStack } = await import('./ops/stack.ts')
    await runStack(readSettings(process.env), say)
  })

const topics = program
  .command('topics')
  .description('Compare the topics of the cluster with those that are declared in topics/.')
topics
  .command('check')
  .description('List every difference; exit 1 if there is one. Changes nothing.')
  .action(() => ops(({ topicsCheck }) => topicsCheck))
topics
  .command('apply')
  .description(
    'Make the topics that are missing. A topic that exists is never changed; what differs is listed, and the exit code is 1.',
  )
  .action(() => ops(({ topicsApply }) => topicsApply))

const schemas = program.command('schemas').description('Compare the schemas of the registry with those in schemas/.')
schemas
  .command('check')
  .description('List every difference; exit 1 if there is one. Changes nothing.')
  .action(() => ops(({ schemasCheck }) => schemasCheck))
schemas
  .command('register')
  .description('Register every schema with the compatibility it declares; the registry refuses what is not compatible.')
  .action(() => ops(({ schemasRegister }) => schemasRegister))

addTopologyCommand(program, say)
addTailCommand(program)
addIngestCommand(program)
addPollCommand(program)
addDeliveryCommands(program)
addDeadLetterCommands(program)

async function ops(pick: (verbs: typeof Verbs) => typeof Verbs.topicsCheck): Promise<void> {
  const verb = pick(await import('./ops/verbs.ts'))
  const fine = await verb(readSettings(process.env), say)
  if (!fine) process.exitCode = 1
}

function settingsHelp(): string {
  const rows = settingRows().map(({ env, description, byDefault, secret }) => {
    const facts = [byDefault && `default ${byDefault}`, secret && 'secret'].filter(Boolean).join(', ')
    return `  ${env}${facts ? ` (${facts})` : ''}\n      ${description}`
  })
  return rows.join('\n')
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** A person's mistake gets a message, a defect of ours its stack as well. */
const forPersons = [
  'InvalidSettings',
  'StackProblem',
  'NotProvisioned',
  'KafkaUnreachable',
  'RegistryUnavailable',
  'Refused',
  'BrokenOff',
]

// Whoever reads what we print may have seen enough, such as head.
process.stdout.on('error', () => process.exit())

try {
  await program.parseAsync()
  process.exit()
} catch (error) {
  // Commander has said what is wrong, or has shown the help.
  if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2)
  const known = error instanceof Error && forPersons.includes(error.name)
  process.stderr.write(
    `signalbox: ${known ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  )
  process.exit(1)
}
