import type { EcmCursor } from '../../../schemas/ecm-poll-row.generated.ts'
import type { PollOrder } from '../../../schemas/poll-order.generated.ts'
import { advance, type Timeline } from './timeline.ts'

const hourMs = 3_600_000

/** The cursor when the server's clock says `now`. */
export function begun(before: EcmCursor | undefined, now: number): EcmCursor {
  const timeline = advance(before, now)
  if (before) return { ...before, ...timeline }
  const nothing = { documents: null, reconciled: null, reconcile: false, ordered: false, readFrom: null }
  return { ...timeline, ...nothing, types: {} }
}

/** The cursor with what operators ask. */
export function ordered(cursor: EcmCursor, orders: readonly PollOrder[]): EcmCursor {
  return orders.reduce((now, { what, from }) => {
    if (what === 'reconcile') return { ...now, reconcile: true, ordered: true }
    if (what === 'readFrom' && from !== null) return { ...now, readFrom: Math.min(from, now.readFrom ?? from) }
    return now
  }, cursor)
}

/** Whether everything is to be compared. */
export function isReconcileDue({ reconcile, reconciled, mark }: EcmCursor, everyHours: number): boolean {
  return reconcile || reconciled === null || Math.abs(mark - reconciled) >= everyHours * hourMs
}

/** The types of workspaces that a round begins with; those that were never read begin with their baseline. */
export const withTypes = (cursor: EcmCursor, typeKeys: readonly string[]): EcmCursor => ({
  ...cursor,
  types: {
    ...cursor.types,
    ...Object.fromEntries(typeKeys.map(key => [key, cursor.types[key] ?? { began: cursor.mark, mark: null }])),
  },
})

/** A complete round over the workspaces of these types. */
export const workspacesRead = (cursor: EcmCursor, typeKeys: Iterable<string>, { mark }: Timeline): EcmCursor => ({
  ...cursor,
  types: {
    ...cursor.types,
    ...Object.fromEntries([...typeKeys].map(key => [key, { began: cursor.types[key]?.began ?? mark, mark }])),
  },
})

/** A complete round over all folders; `whole`: everything was compared, and whether something is missing for the first time. */
export function documentsRead(
  cursor: EcmCursor,
  { mark }: Timeline,
  rereadFrom: number,
  whole: { readonly mark: number; readonly isMissed: boolean } | undefined,
): EcmCursor {
  const read = { ...cursor, documents: mark, readFrom: cursor.readFrom === rereadFrom ? null : cursor.readFrom }
  if (!whole) return read
  // What is missing for the first time is looked for at once, and an order lasts until that is over.
  return { ...read, reconciled: whole.mark, reconcile: whole.isMissed, ordered: cursor.ordered && whole.isMissed }
}
