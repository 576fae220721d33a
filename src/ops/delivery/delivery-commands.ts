import { Option, type Command } from 'commander'
import { z } from 'zod'
import { runVerb, tellMistakes } from './run-verb.ts'

const Hold = z.object({ why: z.string() })
const Listing = z.object({ json: z.boolean().default(false), destination: z.string().optional() })
const Resolve = z.object({
  destination: z.string(),
  as: z.enum(['delivered', 'resend', 'drop']),
  yes: z.boolean().default(false),
})

const resolveWaitMs = 10_000

/** hold, release, holds, in-doubt. */
export function addDeliveryCommands(program: Command): void {
  addHolds(program)
  addInDoubt(program)
}

function addHolds(program: Command): void {
  tellMistakes(program.command('hold'))
    .argument('<destination>', 'the destination, such as braze')
    .requiredOption('--why <text>', 'why, for whoever wonders about it')
    .description(
      'Stop deliveries to a destination until it is released. Its commands wait; nothing is lost or given up.',
    )
    .addHelpText('after', holdHelp)
    .action((destination: string, options: unknown) =>
      runVerb('holds', 'writes', ({ hold }, context) => hold(context, destination, Hold.parse(options).why)),
    )
  tellMistakes(program.command('release'))
    .argument('<destination>', 'the destination, such as braze')
    .description('Let deliveries to a destination go on that somebody holds.')
    .addHelpText(
      'after',
      '\nCommands that waited go out in the order in which they came. Who released it is kept in the topic audit.',
    )
    .action((destination: string) =>
      runVerb('holds', 'writes', ({ release }, context) => release(context, destination)),
    )
  tellMistakes(program.command('holds'))
    .option('--json', 'one JSON object per line')
    .description('List the destinations that are held: by whom, since when and why.')
    .addHelpText('after', '\nExit code 1 where nothing is held.')
    .action((options: unknown) =>
      runVerb('holds', 'looks', ({ holds }, context) => holds(context, Listing.parse(options).json)),
    )
}

function addInDoubt(program: Command): void {
  const inDoubt = tellMistakes(program.command('in-doubt'))
    .description('See and settle deliveries of which nobody knows whether they arrived.')
    .addHelpText('after', inDoubtHelp)
  inDoubt
    .command('list')
    .option('--destination <name>', 'only those to this destination')
    .option('--json', 'one JSON object per line')
    .description('List them, the oldest first of each destination; exit code 1 where there are none.')
    .addHelpText('after', listHelp)
    .action((options: unknown) =>
      runVerb('doubts', 'looks', ({ inDoubtList }, context) => inDoubtList(context, Listing.parse(options))),
    )
  inDoubt
    .command('resolve')
    .argument('<deliveryId>', 'the delivery id, as the list shows it')
    .requiredOption('--destination <name>', 'the destination it went to')
    .addOption(
      new Option('--as <what>', 'what became of it, or shall')
        .choices(['delivered', 'resend', 'drop'])
        .makeOptionMandatory(),
    )
    .option('--yes', 'go on without asking')
    .description('Say what became of one of them, and wait up to ten seconds until a process has followed.')
    .addHelpText('after', resolveHelp)
    .action((deliveryId: string, options: unknown) =>
      runVerb('doubts', 'writes', ({ resolve }, context) =>
        resolve(context, { deliveryId, ...Resolve.parse(options), waitMs: resolveWaitMs }),
      ),
    )
}

const holdHelp = `
Every process stops within a second, also one that is started later: calls under way end, no other begins.
Who holds it and why is kept in the topic audit.

  signalbox hold braze --why "maintenance until 14:00, ticket 4711"
  signalbox holds
  signalbox release braze`

const inDoubtHelp = `
A call that got no answer, or whose process died, may have been applied or not. Where the destination can be asked or
dedupes, that settles itself. Where it cannot, the command is in doubt: it is not sent again, others go on, and a person
looks at the destination and says what became of it.

  signalbox in-doubt list
  signalbox in-doubt resolve 7f3e/greet/http --destination http --as delivered`

const listHelp = `
in doubt          a person must decide: signalbox in-doubt resolve
being looked up   called more than a minute ago, and the destination is asked what became of it; after an hour a person must decide
waiting           called more than a minute ago by a process that is gone; the one that takes over will know what to do`

const resolveHelp = `
delivered   it had arrived: it counts as delivered
resend      it had not: it is sent again, in front of what waits for the same subject
drop        it shall not be sent any more

Each leaves a receipt in delivery.receipts, and who said so in the topic audit.`
