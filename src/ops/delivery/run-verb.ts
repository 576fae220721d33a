import { InvalidArgumentError, type Command, type CommanderError } from 'commander'
import { systemClock } from '../../clock.ts'
import { readSettings } from '../../config.ts'
import { timeForms, timeOf } from '../times.ts'
import type { VerbContext } from '../verb-context.ts'
import type * as Verbs from './verbs.ts'

type Kind = keyof ReturnType<typeof Verbs.needsOf>

/** Runs a verb on the pipeline that the environment names. Nothing of it is loaded before, so that --help is quick. */
export async function runVerb(
  kind: Kind,
  only: 'looks' | 'writes',
  verb: (verbs: typeof Verbs, context: VerbContext) => Promise<boolean>,
): Promise<void> {
  const settings = readSettings(process.env)
  const [verbs, { topology }, { withTopics }, { terminal }] = await Promise.all([
    import('./verbs.ts'),
    import('../../topology.ts'),
    import('../verb-context.ts'),
    import('../terminal.ts'),
  ])
  const { reads, writes } = verbs.needsOf(topology)[kind]
  const needs = { topology, settings, terminal, reads, writes: only === 'looks' ? [] : writes }
  const found = await withTopics(needs, context => verb(verbs, context))
  if (!found) process.exitCode = 1
}

/** A mistake in how the command was written ends with another code than a verb that found nothing or refused. */
export const tellMistakes = (command: Command): Command =>
  command.exitOverride((error: CommanderError) => {
    throw error
  })

/** An option's time. */
export function readTime(text: string): number {
  const at = timeOf(text, systemClock.now())
  if (at === undefined) throw new InvalidArgumentError(`It must be ${timeForms}.`)
  return at
}

/** An option's number. */
export function readCount(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1 to 999999.')
  return Number(text)
}
