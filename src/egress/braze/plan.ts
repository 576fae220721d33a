import type { Command } from '../../stream/define.ts'
import { Draft } from './draft.ts'
import type { Learned } from './learned.ts'
import { subjectOf, type Recipe } from './request.ts'

/** The next call, and which commands go with it or with none. */
export interface Choice {
  readonly refused: { readonly at: number; readonly reason: string }[]
  readonly chosen: number[]
  readonly draft: Draft | undefined
}

/**
 * The first command that can be sent decides the kind of the call; later ones that fit go with it, but none behind an earlier one of its subject that has to wait.
 * Commands behind one that waits, and those of other kinds, are not looked into: a later plan refuses them where they are wrong.
 */
export function choose(commands: readonly Command[], recipes: ReadonlyMap<string, Recipe>, learned: Learned): Choice {
  const refused: Choice['refused'] = []
  const chosen: number[] = []
  const waiting = new Set<string>()
  let draft: Draft | undefined
  for (const [at, command] of commands.entries()) {
    if (draft?.isFull) break
    const subject = subjectOf(command)
    if (waiting.has(subject)) continue
    const recipe = recipes.get(command.schema)
    if (recipe && draft && (recipe.kind !== draft.kind || draft.isListFull(recipe.list))) {
      waiting.add(subject)
      continue
    }
    const part = recipe?.partOf(command) ?? { refusal: `no_such_command: ${command.schema}` }
    if (!recipe || 'refusal' in part) {
      refused.push({ at, reason: 'refusal' in part ? part.refusal : '' })
      continue
    }
    draft ??= new Draft(recipe.kind, learned)
    if (draft.take(part)) chosen.push(at)
    else waiting.add(subject)
  }
  return { refused, chosen, draft }
}
