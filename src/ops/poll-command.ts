import { Option, type Command } from 'commander'
import { z } from 'zod'
import { readTime, runVerb, tellMistakes } from './delivery/run-verb.ts'
import type { Asked } from './poll-order.ts'

const Options = z.object({ reconcile: z.boolean().default(false), from: z.number().optional() })

/** poll. */
export function addPollCommand(program: Command): void {
  tellMistakes(program.command('poll'))
    .argument('<source>', 'a source that is polled, such as ecm')
    .addOption(new Option('--reconcile', 'compare everything there is, so that deletions show').conflicts('from'))
    .option('--from <time>', 'read changes again since then, by the clock of the source', readTime)
    .description('Ask for a round of a poller at once.')
    .addHelpText('after', '\nIt is an order in the topic <source>.poll; who gave it is kept in the topic audit.')
    .action((source: string, options: unknown) =>
      runVerb('polls', 'writes', ({ orderPoll }, context) =>
        orderPoll(context, source, askedBy(Options.parse(options))),
      ),
    )
}

function askedBy({ reconcile, from }: z.output<typeof Options>): Asked {
  if (reconcile) return { what: 'reconcile', from: null }
  return from === undefined ? { what: 'poll', from: null } : { what: 'readFrom', from }
}
