import { InvalidArgumentError, Option, type Command } from 'commander'
import { z } from 'zod'
import { readSettings } from '../../config.ts'

const Ingest = z.object({
  source: z.string(),
  file: z.string(),
  header: z.record(z.string(), z.string()).default({}),
  sender: z.string().optional(),
  json: z.boolean().default(false),
})

/** ingest. */
export function addIngestCommand(program: Command): void {
  program
    .command('ingest')
    .requiredOption(
      '--source <name>',
      'the source whose protocol the payload is in, such as http; a name that is none lists them',
    )
    .requiredOption('--file <path>', 'the payload, as the body of one request; - reads standard input')
    .addOption(new Option('--dry-run', 'the only way there is: nothing is sent').makeOptionMandatory())
    .option('--header <name: value>', 'a header of the request; may be given several times', readHeader)
    .option('--sender <name>', 'as one of the senders that the source tells apart')
    .option('--json', 'one JSON object per line')
    .description('Show the events a payload would become, and every problem in it with line and column.')
    .addHelpText('after', help)
    .action(async (options: unknown) => {
      const settings = readSettings(process.env)
      const [{ ingest }, { endpoints }, { terminal }] = await Promise.all([
        import('./ingest.ts'),
        import('../../topology.ts'),
        import('../terminal.ts'),
      ])
      const fine = await ingest(Ingest.parse(options), { endpoints, settings, say: terminal.say })
      if (!fine) process.exitCode = 1
    })
}

/** Adds a header as it was written to those before it. */
export function readHeader(text: string, before: Record<string, string> = {}): Record<string, string> {
  const [, name, value = ''] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):\s*(.*?)\s*$/.exec(text) ?? []
  if (name === undefined) throw new InvalidArgumentError('It must be a name, a colon and a value.')
  return { ...before, [name.toLowerCase()]: value }
}

const help = `
Needs no Kafka, no credential and no running process: the payload goes the way of a request, but what would be stored is
shown instead. Content-Type is guessed where no header names it. Exit code 1 where there is a problem.

  signalbox ingest --source http --file event.json --dry-run
  signalbox ingest --source http --file data.json --dry-run --header 'content-type: application/json' \\
    --header 'ce-specversion: 1.0' --header 'ce-id: 1' --header 'ce-source: /shop' --header 'ce-subject: ann' \\
    --header 'ce-type: customer.consent_changed'
  curl -s https://shop.example/export | signalbox ingest --source http --file - --dry-run --json`
