import type { Canonical } from './canonical.ts'
import type { Gathered } from './gathered.ts'
import { factsOf } from './node-readings.ts'
import { Refused, type Reader } from './reader.ts'
import type { Round } from './round.ts'
import { documentKey, folderKey, idOf, rowOf, workspaceKey } from './rows.ts'
import type { DocumentRow, Remembered, WorkspaceRow } from './rows.ts'

/** So many deletions are told whatever their share is. */
const fewMissing = 20
/** A larger share of what is known is more likely a permission that was lost. */
const mostMissingShare = 0.3

/** What is known and was not listed where everything of its kind was. */
export function missingOf(round: Round, remembered: Remembered, typeKeys: ReadonlySet<string>): string[] {
  const { state } = remembered
  const isMissing = (key: string) => !round.seen.has(idOf(key))
  if (round.kind === 'workspaces')
    return [...state.keys('w/')].filter(
      key => isMissing(key) && typeKeys.has(remembered.workspace(idOf(key))?.workspace.typeKey ?? ''),
    )
  const folders = [...state.keys('c/')].filter(key => isMissing(key) && !state.has(workspaceKey(idOf(key))))
  return [...[...state.keys('d/')].filter(isMissing), ...folders]
}

/** Why the missing are not taken for deleted; undefined where they may be. */
export function tooManyMissing(missing: readonly string[], known: number): string | undefined {
  if (missing.length <= Math.max(fewMissing, known * mostMissingShare)) return undefined
  return `many_missing: ${missing.length} of ${known} are no longer listed; has the user lost permissions? An order to reconcile tells them as deleted`
}

type Found = NonNullable<Awaited<ReturnType<Reader['node']>>>

/** What is not listed twice, and not to be read either, is deleted. */
export class Deletions {
  readonly #reader: Reader
  readonly #canonical: Canonical
  /** Workspaces that this step has told as deleted. */
  readonly #gone = new Set<number>()

  constructor(reader: Reader, canonical: Canonical) {
    this.#reader = reader
    this.#canonical = canonical
  }

  /** Looks after what one key remembers. Answers whether it is missing for the first time. */
  async look(
    key: string,
    mark: number,
    remembered: Remembered,
    gathered: Gathered,
    signal: AbortSignal,
  ): Promise<boolean> {
    if (key.startsWith('w/')) return this.#workspace(idOf(key), mark, remembered, gathered, signal)
    if (key.startsWith('d/')) return this.#document(idOf(key), mark, remembered, gathered, signal)
    const row = remembered.folder(idOf(key))
    if (row) gathered.rows.set(key, row.missing > 0 ? null : rowOf({ ...row, missing: 1 }))
    return row?.missing === 0
  }

  async #workspace(
    id: number,
    at: number,
    remembered: Remembered,
    gathered: Gathered,
    signal: AbortSignal,
  ): Promise<boolean> {
    const row = remembered.workspace(id)
    if (!row) return false
    const key = workspaceKey(id)
    const fate = await this.#fate(id, key, row, () => true, gathered, signal)
    if (fate === 'missing' || fate === 'kept') return fate === 'missing'
    const node = { id, kind: 'workspace' as const, name: row.workspace.name, at, extra: {} }
    gathered.tell([this.#canonical.deleted(factsOf(id, row), node, 'gone')])
    gathered.rows.set(key, null)
    gathered.rows.set(folderKey(id), null)
    this.#gone.add(id)
    return false
  }

  /** What has become of a node that is not listed. `missing`: nobody asks before it is missing twice; `moved`: it is there, and not where `isBack` knows it. */
  async #fate(
    id: number,
    key: string,
    row: WorkspaceRow | DocumentRow,
    isBack: (found: Found) => boolean,
    gathered: Gathered,
    signal: AbortSignal,
  ): Promise<'missing' | 'kept' | 'moved' | 'gone'> {
    if (row.missing === 0) {
      gathered.rows.set(key, rowOf({ ...row, missing: 1 }))
      return 'missing'
    }
    const found = await this.#found(id, signal)
    if (found === 'refused') return 'kept'
    if (!found) return 'gone'
    if (!isBack(found)) return 'moved'
    gathered.rows.set(key, rowOf({ ...row, missing: 0 }))
    return 'kept'
  }

  /** Where a node is that the server refuses to show for another reason than its absence, nobody knows: it stays missing. */
  async #found(id: number, signal: AbortSignal) {
    try {
      return await this.#reader.node(id, signal)
    } catch (error) {
      if (error instanceof Refused) return 'refused' as const
      throw error
    }
  }

  /** The documents of workspaces that have just been told as deleted: later nobody knows any more whose they are. */
  withWorkspaces(at: number, remembered: Remembered, gathered: Gathered): void {
    if (this.#gone.size === 0) return
    for (const key of remembered.state.keys('d/')) {
      const id = idOf(key)
      const { workspaceId = 0, name = '' } = remembered.document(id)?.document ?? {}
      const workspace = this.#gone.has(workspaceId) ? remembered.workspace(workspaceId) : undefined
      if (!workspace) continue
      const node = { id, kind: 'document' as const, name, at, extra: {} }
      gathered.tell([this.#canonical.deleted(factsOf(workspaceId, workspace), node, 'gone')])
      gathered.rows.set(key, null)
    }
    this.#gone.clear()
  }

  async #document(
    id: number,
    at: number,
    remembered: Remembered,
    gathered: Gathered,
    signal: AbortSignal,
  ): Promise<boolean> {
    const row = remembered.document(id)
    if (!row) return false
    const key = documentKey(id)
    const isBack = ({ parentId }: Found) => remembered.folder(parentId ?? 0) !== undefined
    const fate = await this.#fate(id, key, row, isBack, gathered, signal)
    if (fate === 'missing' || fate === 'kept') return fate === 'missing'
    const { workspaceId, name } = row.document
    const workspace = remembered.workspace(workspaceId)
    const node = { id, kind: 'document' as const, name, at, extra: {} }
    if (workspace) gathered.tell([this.#canonical.deleted(factsOf(workspaceId, workspace), node, fate)])
    gathered.rows.set(key, null)
    return false
  }
}
