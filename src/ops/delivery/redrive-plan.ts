import type { Sink } from '../../stream/define.ts'
import { Refused } from '../refused.ts'
import { iso } from '../times.ts'
import type { VerbContext } from '../verb-context.ts'
import { destinationOf } from './destination.ts'
import { lettersOf, type LetterFilter } from './letter-filter.ts'
import { destinationOfStage, wordsOf, type Letter } from './letter.ts'
import { redrivenOf, type Redriven } from './redriven.ts'
import { readLetter } from './show-letter.ts'

/** A letter that is to go back, and where to. */
export interface Move {
  readonly id: string
  readonly partition: number
  readonly offset: number
  readonly sink: Sink
  /** The words its reason begins with. */
  readonly why: string
}

export interface RedrivePlan {
  readonly moves: readonly Move[]
  /** How many of those that were asked for were redriven before. */
  readonly leftOut: number
}

/** Which letters: those that are named, or all of a kind. */
export interface Wanted {
  readonly ids: readonly { readonly partition: number; readonly offset: number }[]
  readonly filter: LetterFilter
  /** Also those that were redriven before. */
  readonly again: boolean
}

/** What would be moved where. Rejects with Refused where a letter that is named cannot go back, naming every one. */
export async function planRedrive(context: VerbContext, wanted: Wanted): Promise<RedrivePlan> {
  const redriven = wanted.again ? new Map<string, Redriven>() : await redrivenOf(context)
  return wanted.ids.length > 0 ? planNamed(context, wanted, redriven) : planOfKind(context, wanted, redriven)
}

async function planNamed(
  context: VerbContext,
  { ids }: Wanted,
  redriven: ReadonlyMap<string, Redriven>,
): Promise<RedrivePlan> {
  const moves = new Map<string, Move>()
  const refusals: string[] = []
  for (const place of ids)
    try {
      const { letter } = await readLetter(context, place)
      const back = redriven.get(letter.id)
      if (back)
        throw new Refused(
          `${letter.id} was redriven before, by ${back.by} at ${iso(back.at)}; --again sends it once more`,
        )
      moves.set(letter.id, moveOf(context, letter))
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      refusals.push(error.message)
    }
  if (refusals.length > 0) throw new Refused(['nothing was redriven:', ...refusals].join('\n  '))
  return { moves: [...moves.values()], leftOut: 0 }
}

async function planOfKind(
  context: VerbContext,
  { filter }: Wanted,
  redriven: ReadonlyMap<string, Redriven>,
): Promise<RedrivePlan> {
  const moves: Move[] = []
  let leftOut = 0
  for await (const { letter } of lettersOf(context, filter))
    if (redriven.has(letter.id)) leftOut++
    else moves.push(moveOf(context, letter))
  return { moves, leftOut }
}

/** Where a letter goes back to. Throws Refused where it cannot. */
function moveOf({ topology }: VerbContext, { id, partition, offset, stage, reason }: Letter): Move {
  const destination = destinationOfStage(stage)
  if (destination === undefined) throw new Refused(`${id} ${whyNot(stage)}`)
  return { id, partition, offset, sink: destinationOf(topology, destination), why: wordsOf(reason).join(': ') }
}

/** Why a letter of another stage than a delivery stays where it is, and what can be done. */
function whyNot(stage: string): string {
  if (stage.startsWith('ingress'))
    return `was refused by ${stage} and never became an event: its source sends it again once it is right`
  if (stage === 'process')
    return 'comes from the process stage, which cannot be redriven yet: back in its topic it would go through every processor, also those that did act on it. Correct the cause, and let its source send the event again under a new id'
  return `comes from ${stage}, and only commands of a deliver stage can be redriven`
}
