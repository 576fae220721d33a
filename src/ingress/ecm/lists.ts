import type { Gathered } from './gathered.ts'
import { hashOf } from './hash.ts'
import type { Listed, Page } from './listed.ts'
import { Halt } from '../../transport/halt.ts'
import { Refused, type Reader } from './reader.ts'
import { Pager, type List, type Round } from './round.ts'
import { documentKey, folderKey, refusedKey, rowOf, workspaceKey, type Remembered } from './rows.ts'
import { mustRead } from './timeline.ts'

/** Folder, compound document, project, e-mail folder: what documents of a workspace lie in. A workspace in a workspace is one of its own. */
const folderTypes: ReadonlySet<number> = new Set([0, 136, 202, 751])
/** Document and e-mail. */
const documentTypes: ReadonlySet<number> = new Set([144, 749])

/** A folder that keeps being refused is tried so often before the others go on without it. */
const mostRefusals = 3

/** Reads lists page by page and says which nodes on them have to be read. */
export class Lists {
  readonly #reader: Reader
  readonly #settleMs: number
  /** How often folders were refused, by their ids. */
  readonly #refusals = new Map<number, number>()

  constructor(reader: Reader, settleMs: number) {
    this.#reader = reader
    this.#settleMs = settleMs
  }

  /** One page of a list that the round reads; the round knows then what follows. */
  async read(
    pager: Pager,
    round: Round,
    remembered: Remembered,
    gathered: Gathered,
    signal: AbortSignal,
  ): Promise<void> {
    const { list, page } = pager
    const shown = await this.#page(list, page, signal).catch((error: unknown) => {
      if (!(error instanceof Refused) || list.kind !== 'folder') throw error
      this.#refused(list.id, error, remembered, gathered)
      drop(round, pager)
      return 'refused' as const
    })
    if (shown === 'refused') return
    if (!shown) {
      // A folder that is not there any more: what lay in it is missing wherever everything is compared.
      if (list.kind === 'folder' && !remembered.state.has(workspaceKey(list.id)))
        gathered.rows.set(folderKey(list.id), null)
      drop(round, pager)
      return
    }
    let news = 0
    for (const listed of shown.items) if (this.#take(listed, pager, round, remembered, gathered)) news++
    for (const unreadable of shown.unreadable) {
      if (unreadable.id !== null) round.seen.add(unreadable.id)
      const key = refusedKey(unreadable.id ?? hashOf(unreadable.text))
      if (!remembered.state.has(key)) gathered.refuse(unreadable, 0)
    }
    if (pager.took(shown.items, shown.pages, news)) return
    if (pager.isRestless) round.isRestless = true
    drop(round, pager)
    round.listed.push(pager)
  }

  /** Numbers do not tell what lasts from what passes. The others go on at last; this one is read whole when it is shown again. */
  #refused(id: number, { message }: Refused, remembered: Remembered, gathered: Gathered): void {
    const times = (this.#refusals.get(id) ?? 0) + 1
    this.#refusals.set(id, times)
    const isKnown = remembered.state.has(refusedKey(id))
    if (times < mostRefusals && !isKnown) throw new Halt({ kind: 'retry', reason: message, afterMs: null })
    this.#refusals.delete(id)
    const row = remembered.folder(id)
    if (row?.folder.isRead === true)
      gathered.rows.set(folderKey(id), rowOf({ ...row, folder: { ...row.folder, isRead: false, quietBefore: null } }))
    if (!isKnown) gathered.refuse({ id, text: JSON.stringify({ folder: id }), reason: message }, 0)
  }

  /** Everything that was wanted of the lists that were read has been read. */
  settle(round: Round, remembered: Remembered, gathered: Gathered): void {
    for (const { list, isWhole } of round.listed.splice(0)) {
      const row = list.kind === 'folder' && isWhole ? remembered.folder(list.id) : undefined
      if (list.kind !== 'folder' || !row || row.folder.isRead) continue
      if (remembered.state.has(refusedKey(list.id)) && !remembered.state.has(workspaceKey(list.id)))
        gathered.rows.set(refusedKey(list.id), null)
      gathered.rows.set(folderKey(list.id), rowOf({ ...row, folder: { ...row.folder, isRead: true } }))
    }
  }

  #page(list: List, page: number, signal: AbortSignal): Promise<Page | undefined> {
    if (list.kind === 'folder') return this.#reader.children(list.id, page, signal)
    return this.#reader.workspaces(list.typeId, page, signal)
  }

  /** Whether nobody knew of it, or of its modification, although that was before the round began. */
  #take(listed: Listed, { list, from }: Pager, round: Round, remembered: Remembered, gathered: Gathered): boolean {
    const { id, type, modifiedAt } = listed
    round.seen.add(id)
    if (list.kind === 'folder' && folderTypes.has(type)) return takeFolder(listed, list.id, round, remembered, gathered)
    if (list.kind === 'folder' && !documentTypes.has(type)) return false
    const known = list.kind === 'folder' ? remembered.document(id) : remembered.workspace(id)
    if (known && known.missing > 0) {
      const key = list.kind === 'folder' ? documentKey(id) : workspaceKey(id)
      gathered.rows.set(key, rowOf({ ...known, missing: 0 }))
    }
    if (modifiedAt < from && known) return false
    const wasRead = round.read.get(id) === modifiedAt
    if (wasRead || (!round.isWhole && remembered.refusedAt(id) === modifiedAt)) return false
    const isAgain = modifiedAt >= round.rereadFrom
    if (
      !isAgain &&
      !mustRead(known, modifiedAt, round.timeline, this.#settleMs) &&
      !isElsewhere(known, list, remembered)
    )
      return false
    round.wanted.set(id, { listed, list })
    return known?.modifiedAt !== modifiedAt && modifiedAt < round.timeline.mark
  }
}

function drop(round: Round, pager: Pager): void {
  round.pagers.splice(round.pagers.indexOf(pager), 1)
}

/** A document that lies in another workspace than it did. */
function isElsewhere(known: object | undefined, list: List, remembered: Remembered): boolean {
  if (list.kind !== 'folder' || !known || !('document' in known)) return false
  const { document } = known
  const workspaceId = remembered.folder(list.id)?.folder.workspaceId
  return (
    typeof document === 'object' &&
    document !== null &&
    'workspaceId' in document &&
    document.workspaceId !== workspaceId
  )
}

/** A folder in a folder: what is in it is read as well, whole where nobody knew of it or it was moved here. */
function takeFolder(
  { id, name }: Listed,
  parentId: number,
  round: Round,
  remembered: Remembered,
  gathered: Gathered,
): boolean {
  const parent = remembered.folder(parentId)
  if (!parent) return false
  const { workspaceId } = parent.folder
  const known = remembered.folder(id)
  if (known?.folder.workspaceId === workspaceId) {
    if (known.folder.name !== name || known.missing > 0)
      gathered.rows.set(folderKey(id), rowOf({ ...known, missing: 0, folder: { ...known.folder, name } }))
    return false
  }
  const quietBefore = known ? null : parent.folder.isRead ? null : parent.folder.quietBefore
  gathered.rows.set(folderKey(id), rowOf({ folder: { name, workspaceId, isRead: false, quietBefore } }))
  round.pagers.push(new Pager({ kind: 'folder', id }, -Infinity))
  return false
}
