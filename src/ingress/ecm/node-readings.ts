import type { Publication } from '../../stream/define.ts'
import { attributesOf, type AttributeNames, type Attributes } from './attributes.ts'
import type { Canonical, DocumentFacts, NodeFacts, WorkspaceFacts } from './canonical.ts'
import type { Gathered } from './gathered.ts'
import type { Listed } from './listed.ts'
import type { Reader } from './reader.ts'
import { documentKey, folderKey, rowOf, workspaceKey } from './rows.ts'
import type { FolderRow, Remembered, WorkspaceRow } from './rows.ts'
import type { ServerDates } from './server-dates.ts'
import type { Version } from './versions.ts'

/** What was made before is the baseline of a first reading, and not told. */
const isQuiet = (createdAt: number | null, quietBefore: number | null): boolean =>
  quietBefore !== null && (createdAt === null || createdAt < quietBefore)

export const factsOf = (id: number, { workspace }: WorkspaceRow): WorkspaceFacts => {
  const { name, type, externalSystem, businessObjectType, businessObjectId } = workspace
  return { id, name, type, externalSystem, businessObjectType, businessObjectId }
}

/** Reads single nodes and tells how they differ from what was remembered. */
export class NodeReadings {
  readonly #reader: Reader
  readonly #canonical: Canonical
  readonly #names: AttributeNames
  readonly #dates: ServerDates

  constructor(reader: Reader, canonical: Canonical, names: AttributeNames, dates: ServerDates) {
    this.#reader = reader
    this.#canonical = canonical
    this.#names = names
    this.#dates = dates
  }

  /** False where it is no longer there. */
  async workspace(
    listed: Listed,
    typeKey: string,
    quietBefore: number | null,
    readAt: number,
    remembered: Remembered,
    gathered: Gathered,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { id, name, modifiedAt } = listed
    const entries = await this.#reader.categories(id, signal)
    const business = listed.business ?? (await this.#reader.business(id, signal))
    if (!entries || !business) return false
    const attributes = attributesOf(entries, this.#names, this.#dates)
    const before = remembered.workspace(id)
    const facts: WorkspaceFacts = { id, name, ...business }
    const row = { workspace: { name, typeKey, ...business }, modifiedAt, readAt, attributes: { ...attributes } }
    gathered.rows.set(workspaceKey(id), rowOf(row))
    const quiet = isQuiet(listed.createdAt, quietBefore)
    if (!remembered.folder(id)) {
      const folder = { name: null, workspaceId: id, isRead: false, quietBefore: quiet ? quietBefore : null }
      gathered.rows.set(folderKey(id), rowOf({ folder }))
    }
    const node: NodeFacts = { id, kind: 'workspace', name, at: modifiedAt, extra: listed.extra }
    if (before) gathered.tell(this.#canonical.workspaceChanged(factsOf(id, before), facts, node))
    else if (quiet) return true
    else gathered.tell([this.#canonical.workspaceCreated(facts, node)])
    gathered.tell(this.#canonical.attributesChanged(facts, node, before?.attributes ?? {}, attributes))
    return true
  }

  /** False where it is no longer there. */
  async document(
    listed: Listed,
    folderId: number,
    folder: FolderRow,
    readAt: number,
    remembered: Remembered,
    gathered: Gathered,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { id, name, modifiedAt } = listed
    const { workspaceId, isRead, name: folderName } = folder.folder
    const quietBefore = isRead ? null : folder.folder.quietBefore
    const versions = await this.#reader.versions(id, signal)
    const entries = await this.#reader.categories(id, signal)
    const workspace = remembered.workspace(workspaceId)
    if (!versions || !entries || !workspace) return false
    const attributes = attributesOf(entries, this.#names, this.#dates)
    const known = remembered.document(id)
    const newest = versions.at(-1)?.number ?? 0
    const version = Math.max(newest, known?.document.version ?? 0)
    const row = { document: { name, workspaceId, version }, modifiedAt, readAt, attributes: { ...attributes } }
    gathered.rows.set(documentKey(id), rowOf(row))
    const facts = factsOf(workspaceId, workspace)
    const node: DocumentFacts = {
      ...{ id, kind: 'document', name, at: modifiedAt, extra: listed.extra },
      ...{ folderId, folderName },
    }
    const isHere = known?.document.workspaceId === workspaceId
    const quiet = !known && isQuiet(listed.createdAt, quietBefore)
    const isNew = isHere
      ? ({ number }: Version) => number > known.document.version
      : ({ number, madeAt }: Version) => (known ? number === newest : !quiet || !isQuiet(madeAt, quietBefore))
    if (known && !isHere) gathered.tell(this.#left(known.document.workspaceId, node, remembered))
    gathered.tell(versions.filter(isNew).map(one => this.#canonical.documentAdded(facts, node, one, attributes)))
    const before: Attributes = known && isHere ? known.attributes : {}
    if (!quiet) gathered.tell(this.#canonical.attributesChanged(facts, node, before, attributes))
    return true
  }

  #left(workspaceId: number, node: NodeFacts, remembered: Remembered): Publication[] {
    const workspace = remembered.workspace(workspaceId)
    return workspace ? [this.#canonical.deleted(factsOf(workspaceId, workspace), node, 'moved')] : []
  }
}
