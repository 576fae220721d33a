import type { Command } from 'commander'
import { z } from 'zod'
import { readCount, readTime, tellMistakes } from './delivery/run-verb.ts'
import { timeForms } from './times.ts'

const Options = z.object({
  since: z.number().optional(),
  key: z.string().optional(),
  type: z.string().optional(),
  limit: z.number().optional(),
  follow: z.boolean(),
  json: z.boolean().default(false),
})

/** tail. */
export function addTailCommand(program: Command): void {
  tellMistakes(program.command('tail'))
    .argument('<topic>', 'a topic by its name in topics/, such as engagement.events')
    .option('--since <time>', `from then on, not from now: ${timeForms}`, readTime)
    .option('--key <key>', 'only records of this key')
    .option('--type <name>', 'only records of this type, such as EngagementEvent')
    .option('--limit <n>', 'end after so many', readCount)
    .option('--no-follow', 'end where the topic ends now')
    .option('--json', 'one JSON object a line')
    .description('Show a topic’s committed records, decoded, as they come. Reads only, and moves nobody’s offsets.')
    .addHelpText('after', '\nExample: signalbox tail engagement.events --since 1h --no-follow --json | head')
    .action(async (topic: string, options: unknown) => {
      const { runTail } = await import('./run-tail.ts')
      await runTail(topic, Options.parse(options))
    })
}
