import { InvalidArgumentError, type Command } from 'commander'
import { z } from 'zod'
import { placeOf } from './letter.ts'
import { readCount, readTime, runVerb, tellMistakes } from './run-verb.ts'

type Place = NonNullable<ReturnType<typeof placeOf>>

const Filter = {
  destination: z.string().optional(),
  reason: z.string().optional(),
  since: z.number().optional(),
}
const List = z.object({
  ...Filter,
  stage: z.string().optional(),
  subject: z.string().optional(),
  limit: z.number(),
  json: z.boolean().default(false),
})
const Show = z.object({ json: z.boolean().default(false) })
const flag = z.boolean().default(false)
const Redrive = z.object({ ...Filter, all: flag, again: flag, dryRun: flag, yes: flag })

/** dead-letters list, show, redrive. */
export function addDeadLetterCommands(program: Command): void {
  const letters = tellMistakes(program.command('dead-letters'))
    .description('See records that could not be processed or delivered, and send commands back to their destination.')
    .addHelpText('after', lettersHelp)
  addList(letters)
  addShow(letters)
  addRedrive(letters)
}

function addList(letters: Command): void {
  letters
    .command('list')
    .option('--destination <name>', 'only commands that this destination did not take')
    .option('--stage <name>', 'only of this stage: process, ingress.http, deliver.braze')
    .option('--reason <word>', 'only for this reason, such as bad_avro')
    .option('--subject <id>', 'only of this customer or case')
    .option('--since <time>', 'only those written since then', readTime)
    .option('--limit <count>', 'list the newest so many', readCount, 20)
    .option('--json', 'one JSON object per line, without counts')
    .description('Count dead letters by stage and reason, and list the newest; exit code 1 where there are none.')
    .addHelpText('after', listHelp)
    .action((options: unknown) =>
      runVerb('letters', 'looks', ({ deadLettersList }, context) => deadLettersList(context, List.parse(options))),
    )
}

function addShow(letters: Command): void {
  letters
    .command('show')
    .argument('<id>', 'the letter’s id, as the list shows it: 3-1042', readPlace)
    .option('--json', 'as one line of JSON')
    .description('Show all there is of one letter: why, where it came from, its headers, and what is in it.')
    .action((place: Place, options: unknown) =>
      runVerb('letters', 'looks', ({ deadLettersShow }, context) =>
        deadLettersShow(context, place, Show.parse(options).json),
      ),
    )
}

function addRedrive(letters: Command): void {
  letters
    .command('redrive')
    .argument('[ids...]', 'letters, as the list shows them: 3-1042', (id: string, ids?: Place[]) => [
      ...(ids ?? []),
      readPlace(id),
    ])
    .option('--destination <name>', 'instead of ids: those that this destination did not take')
    .option('--reason <word>', 'with --destination: only for this reason')
    .option('--since <time>', 'with --destination: only those written since then', readTime)
    .option('--all', 'with --destination: every one of them')
    .option('--again', 'also letters that were redriven before')
    .option('--dry-run', 'say what would be done, and do nothing')
    .option('--yes', 'go on without asking')
    .description('Send commands back to the destination that did not take them, and only there.')
    .addHelpText('after', redriveHelp)
    .action((ids: Place[], options: unknown, command: Command) => {
      const { again, all, dryRun, yes, ...filter } = Redrive.parse(options)
      if (ids.length > 0 && (all || Object.values(filter).some(value => value !== undefined)))
        command.error(
          'error: ids name letters; --destination, --reason, --since and --all choose them: one or the other',
        )
      return runVerb('letters', 'writes', ({ redrive }, context) =>
        redrive(context, { ids, filter, again, all, dryRun, yes }),
      )
    })
}

function readPlace(id: string): Place {
  const place = placeOf(id)
  if (place) return place
  throw new InvalidArgumentError('It must be a partition and an offset, such as 3-1042.')
}

const timesHelp = `
Times: 2026-03-01T09:00:00Z or with another zone, or how long ago: "30m ago", "2h ago", "3d ago", or just 2h.`

const listHelp = `${timesHelp}

  signalbox dead-letters list --destination braze --since 2h
  signalbox dead-letters list --json --limit 1000 > letters.jsonl`

const lettersHelp = `
A record that cannot be read, processed or delivered is kept for ninety days, byte for byte, with the reason; its
neighbours go on. Look first, put right what was wrong, then send back what shall be delivered after all:

  signalbox dead-letters list --since 3d
  signalbox dead-letters show 3-1042
  signalbox dead-letters redrive --destination braze --reason unknown_campaign --dry-run`

const redriveHelp = `
Says first how many letters go where. Each is the same command with the same delivery id, and goes behind what its subject
has waiting now: what was sent since the failure is not undone. A letter that was redriven before is left out, or refused
where it is named, unless --again is given; what failed again is a new letter. Which letters went back, when and by whom
is kept in the topic audit, in the same transaction: a run that broke off is just started again.
Letters of other stages cannot be redriven; dead-letters show says what they are.
${timesHelp}

  signalbox dead-letters redrive 3-1042 3-1043
  signalbox dead-letters redrive --destination braze --reason unknown_campaign --since 3d`
