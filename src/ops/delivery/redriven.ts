import type { Action } from '../audit.ts'
import { auditOf } from '../audit.ts'
import type { VerbContext } from '../verb-context.ts'

/** When a letter went back, and who sent it. */
export interface Redriven {
  readonly by: string
  readonly at: number
}

/** Notes in the audit which letters went back, in one entry. */
export const redriveAction = (target: string, letters: readonly string[], details: Action['details']): Action => ({
  action: 'redrive',
  target,
  details: { ...details, moved: String(letters.length), letters: letters.join(' ') },
})

/** The letters that went back before, as the audit says, by their ids; each with the last time. */
export async function redrivenOf(context: VerbContext): Promise<ReadonlyMap<string, Redriven>> {
  const redriven = new Map<string, Redriven>()
  for (const { by, at, details } of await auditOf(context, 'redrive'))
    for (const id of (details['letters'] ?? '').split(' ')) if (id !== '') redriven.set(id, { by, at })
  return redriven
}
