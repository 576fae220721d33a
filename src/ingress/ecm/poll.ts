import type { EcmCursor } from '../../../schemas/ecm-poll-row.generated.ts'
import type { PollOrder } from '../../../schemas/poll-order.generated.ts'
import type { Polled, PollSource, PollState } from '../../stream/define.ts'
import { Halt } from '../../transport/halt.ts'
import type { ContentServer } from '../../systems/ecm/content-server.ts'
import { AttributeNames } from './attributes.ts'
import { Canonical } from './canonical.ts'
import { begun, documentsRead, isReconcileDue, ordered, withTypes, workspacesRead } from './cursor.ts'
import { Gathered } from './gathered.ts'
import { inParallel } from './in-parallel.ts'
import { Lists } from './lists.ts'
import { Deletions, missingOf, tooManyMissing } from './missing.ts'
import { NodeReadings } from './node-readings.ts'
import { Pace } from '../../transport/pace.ts'
import { Reader, Refused } from './reader.ts'
import { Pager, Round, type Wanted } from './round.ts'
import { cursorKey, idOf, refusedKey, Remembered, rowOf } from './rows.ts'
import { ServerDates } from './server-dates.ts'
import type { EcmPollSettings } from './settings.ts'
import { readAtOf, windowFrom } from './timeline.ts'

/** A step takes no more than so many lists, or nodes: it is one transaction, and what it has read is lost with it. */
const listsPerStep = 8
const nodesPerStep = 40
const keysPerStep = 40
const fewestFoldersMs = 1_000
/** A node that keeps being refused is tried so often before it goes to the dead letters. */
const mostRefusals = 3

/**
 * Extended ECM as a source. Two rounds take turns: one over the workspaces, whose list the server sorts by the time of modification, and one over all folders in them, which costs a request for each.
 * Every so often both list everything and compare it with what is known, for nothing else shows what was deleted.
 */
export class EcmPoll implements PollSource {
  readonly #settings: EcmPollSettings
  readonly #server: Pick<ContentServer, 'ask' | 'close'>
  readonly #reader: Reader
  readonly #readings: NodeReadings
  readonly #deletions: Deletions
  readonly #lists: Lists
  #workspaces: Round | undefined
  #documents: Round | undefined
  readonly #due = { workspaces: 0, documents: 0 }
  /** A round over many folders takes long: until then the workspaces do not interrupt it, so that both come to their end. */
  #foldersUntil = 0
  /** When what is completely told began, ms of a monotonic clock. */
  readonly #done: { workspaces?: number; documents?: number } = {}
  /** While everything is compared: the mark of the round over the workspaces, and whether one was missing for the first time. */
  #whole: { readonly mark: number; isMissed: boolean } | undefined
  #typeKeys: ReadonlySet<string> = new Set()
  readonly #refusals = new Map<number, number>()
  #warning: string | undefined

  constructor(settings: EcmPollSettings, server: Pick<ContentServer, 'ask' | 'close'>) {
    // What is read once more must still be in the window then.
    this.#settings = { ...settings, overlapMs: Math.max(settings.overlapMs, settings.settleMs) }
    this.#server = server
    const dates = new ServerDates(settings.zone)
    const names = new AttributeNames()
    const canonical = new Canonical(settings.source, names, settings.statuses)
    this.#reader = new Reader(server, new Pace(settings.perSecond), dates, settings.page)
    this.#readings = new NodeReadings(this.#reader, canonical, names, dates)
    this.#deletions = new Deletions(this.#reader, canonical)
    this.#lists = new Lists(this.#reader, settings.settleMs)
  }

  restart(): void {
    this.#workspaces = undefined
    this.#documents = undefined
    this.#whole = undefined
    this.#refusals.clear()
    this.#due.workspaces = 0
    this.#due.documents = 0
  }

  async step(state: PollState, orders: readonly PollOrder[], signal: AbortSignal): Promise<Polled> {
    const remembered = new Remembered(state)
    const before = this.#reader.requests
    const gathered = new Gathered()
    const { cursor } = remembered
    const asked = cursor && ordered(cursor, orders)
    if (orders.length > 0) {
      this.#due.workspaces = this.#due.documents = 0
      if (asked) gathered.rows.set(cursorKey, rowOf({ cursor: asked }))
    }
    try {
      await this.#advance(asked, remembered, gathered, signal)
      return gathered.polled(this.#nextAfterMs(), this.#reader.requests - before, this.#progress())
    } catch (error) {
      // What was read beside that which failed counts: each of it is whole.
      if (!(error instanceof Halt)) throw error
      const { outcome } = error
      const trouble = 'reason' in outcome ? outcome.reason : outcome.kind
      const afterMs = 'afterMs' in outcome ? (outcome.afterMs ?? 0) : 0
      return { ...gathered.polled(afterMs, this.#reader.requests - before), trouble }
    }
  }

  async close(): Promise<void> {
    await this.#server.close()
  }

  /** One piece of the round whose turn it is. */
  async #advance(
    cursor: EcmCursor | undefined,
    remembered: Remembered,
    gathered: Gathered,
    signal: AbortSignal,
  ): Promise<void> {
    const now = performance.now()
    if (this.#workspaces) return this.#work(this.#workspaces, cursor, remembered, gathered, signal)
    const isForFolders = (this.#documents !== undefined || now >= this.#due.documents) && now < this.#foldersUntil
    if (now >= this.#due.workspaces && !isForFolders) return this.#beginWorkspaces(cursor, gathered, signal)
    if (this.#documents) return this.#work(this.#documents, cursor, remembered, gathered, signal)
    if (now >= this.#due.documents) return this.#beginDocuments(cursor, remembered, gathered, signal)
  }

  async #beginWorkspaces(cursor: EcmCursor | undefined, gathered: Gathered, signal: AbortSignal): Promise<void> {
    const began = performance.now()
    const { overlapMs, reconcileHours, everyMs } = this.#settings
    const begin = begun(cursor, await this.#reader.now(signal))
    const types = await this.#types(signal)
    const next = withTypes(begin, [...types.keys()])
    // While folders are still compared, what changes in workspaces is told beside it.
    const isWhole = !this.#whole && isReconcileDue(next, reconcileHours)
    const rereadFrom = next.readFrom ?? Infinity
    const round = new Round('workspaces', next, isWhole, rereadFrom, began)
    for (const [typeKey, typeId] of types) {
      const mark = next.types[typeKey]?.mark ?? null
      const from = isWhole || mark === null ? -Infinity : Math.min(windowFrom(mark, next, overlapMs), rereadFrom)
      round.pagers.push(new Pager({ kind: 'workspaces', typeKey, typeId }, from))
    }
    gathered.rows.set(cursorKey, rowOf({ cursor: next }))
    this.#typeKeys = new Set(types.keys())
    this.#workspaces = round
    this.#due.workspaces = began + everyMs
    if (!isWhole) return
    this.#whole = { mark: next.mark, isMissed: false }
    this.#documents = undefined
    this.#due.documents = 0
  }

  /** By the key under which each is remembered; all of them as one where the settings name none. */
  async #types(signal: AbortSignal): Promise<ReadonlyMap<string, number | undefined>> {
    const { types } = this.#settings
    if (!types) return new Map([['all', undefined]])
    const known = await this.#reader.types(signal)
    const ids = types.map(name => {
      const id = known.get(name)
      if (id !== undefined) return id
      const reason = `unknown_workspace_type: SIGNALBOX_ECM_WORKSPACE_TYPES names ${name}; there are ${[...known.keys()].join(', ')}`
      throw new Halt({ kind: 'unavailable', reason: reason.slice(0, 500), afterMs: null })
    })
    return new Map(ids.map(id => [String(id), id]))
  }

  async #beginDocuments(
    cursor: EcmCursor | undefined,
    remembered: Remembered,
    gathered: Gathered,
    signal: AbortSignal,
  ): Promise<void> {
    const began = performance.now()
    const { overlapMs, everyMs } = this.#settings
    const next = begun(cursor, await this.#reader.now(signal))
    const round = new Round('documents', next, this.#whole !== undefined, next.readFrom ?? Infinity, began)
    const window = next.documents === null ? -Infinity : windowFrom(next.documents, next, overlapMs)
    for (const key of remembered.state.keys('c/')) {
      const id = idOf(key)
      const isRead = remembered.folder(id)?.folder.isRead === true
      const from = round.isWhole || !isRead ? -Infinity : Math.min(window, round.rereadFrom)
      round.pagers.push(new Pager({ kind: 'folder', id }, from))
    }
    gathered.rows.set(cursorKey, rowOf({ cursor: next }))
    this.#documents = round
    this.#due.documents = began + everyMs
  }

  /** Nodes that are wanted first, then lists, then what is missing, then the end. */
  async #work(
    round: Round,
    cursor: EcmCursor | undefined,
    remembered: Remembered,
    gathered: Gathered,
    signal: AbortSignal,
  ): Promise<void> {
    if (round.wanted.size > 0) return this.#readNodes(round, remembered, gathered, signal)
    this.#lists.settle(round, remembered, gathered)
    if (round.pagers.length > 0) {
      const pagers = round.pagers.slice(0, listsPerStep)
      await inParallel(pagers, pager => this.#lists.read(pager, round, remembered, gathered, signal))
      return
    }
    if (round.isWhole) round.missing ??= this.#missingOf(round, remembered, cursor)
    if (round.missing && round.missing.length > 0) {
      const keys = round.missing.slice(0, keysPerStep)
      const { mark } = round.timeline
      const { missing } = round
      const look = async (key: string) => {
        if (await this.#deletions.look(key, mark, remembered, gathered, signal)) round.isMissed = true
        missing.splice(missing.indexOf(key), 1)
      }
      await inParallel(keys, look).finally(() => this.#deletions.withWorkspaces(mark, remembered, gathered))
      return
    }
    this.#end(round, cursor ?? begun(undefined, round.timeline.mark), gathered)
  }

  #missingOf(round: Round, remembered: Remembered, cursor: EcmCursor | undefined): string[] {
    const missing = missingOf(round, remembered, this.#typeKeys)
    const known = round.seen.size + missing.length
    const problem = cursor?.ordered === true ? undefined : tooManyMissing(missing, known)
    this.#warning = problem ?? (round.kind === 'workspaces' ? undefined : this.#warning)
    return problem === undefined ? missing : []
  }

  async #readNodes(round: Round, remembered: Remembered, gathered: Gathered, signal: AbortSignal): Promise<void> {
    const wanted = [...round.wanted.values()].slice(0, nodesPerStep)
    await inParallel(wanted, async one => {
      const { id, modifiedAt } = one.listed
      await this.#readNode(one, round, remembered, gathered, signal)
      round.wanted.delete(id)
      round.read.set(id, modifiedAt)
      this.#refusals.delete(id)
    })
  }

  async #readNode(
    { listed, list }: Wanted,
    round: Round,
    remembered: Remembered,
    gathered: Gathered,
    signal: AbortSignal,
  ): Promise<void> {
    const readAt = readAtOf(round.timeline)
    const common = [readAt, remembered, gathered, signal] as const
    try {
      if (list.kind === 'workspaces') {
        const type = remembered.cursor?.types[list.typeKey]
        const quietBefore = this.#settings.baseline === 'now' && type?.mark === null ? type.began : null
        await this.#readings.workspace(listed, list.typeKey, quietBefore, ...common)
      } else {
        const folder = remembered.folder(list.id)
        if (folder) await this.#readings.document(listed, list.id, folder, ...common)
      }
      if (remembered.state.has(refusedKey(listed.id))) gathered.rows.set(refusedKey(listed.id), null)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      if (remembered.refusedAt(listed.id) === listed.modifiedAt) return
      const times = (this.#refusals.get(listed.id) ?? 0) + 1
      this.#refusals.set(listed.id, times)
      // Numbers do not tell what lasts from what passes.
      if (times < mostRefusals) throw new Halt({ kind: 'retry', reason: error.message, afterMs: null })
      gathered.refuse({ id: listed.id, text: JSON.stringify(listed), reason: error.message }, listed.modifiedAt)
    }
  }

  #end(round: Round, cursor: EcmCursor, gathered: Gathered): void {
    const { kind, timeline, rereadFrom } = round
    if (kind === 'workspaces') {
      this.#workspaces = undefined
      const now = performance.now()
      this.#foldersUntil = now + Math.max(this.#settings.everyMs, now - round.began, fewestFoldersMs)
      if (this.#whole && round.isWhole) this.#whole.isMissed = round.isMissed
      const next = round.isRestless ? cursor : workspacesRead(cursor, this.#typeKeys, timeline)
      gathered.rows.set(cursorKey, rowOf({ cursor: next }))
    } else {
      this.#documents = undefined
      this.#foldersUntil = 0
      const isMissed = this.#whole?.isMissed === true || round.isMissed
      const whole = round.isWhole && this.#whole ? { mark: this.#whole.mark, isMissed } : undefined
      const next = round.isRestless ? cursor : documentsRead(cursor, timeline, rereadFrom, whole)
      gathered.rows.set(cursorKey, rowOf({ cursor: next }))
      if (round.isWhole) this.#whole = undefined
      if (next.reconcile) this.#due.workspaces = 0
    }
    if (!round.isRestless) this.#done[kind] = round.began
    const { workspaces, documents } = this.#done
    gathered.roundEnded = true
    if (workspaces !== undefined && documents !== undefined)
      gathered.behindMs = performance.now() - Math.min(workspaces, documents)
  }

  #nextAfterMs(): number {
    if (this.#workspaces ?? this.#documents) return 0
    return Math.max(0, Math.min(this.#due.workspaces, this.#due.documents) - performance.now())
  }

  /** Of what takes long. */
  #progress(): string | undefined {
    const round = this.#workspaces ?? this.#documents
    const isLong = round && (round.isWhole || round.pagers.some(({ isWhole }) => isWhole))
    if (!isLong) return this.#warning
    const { kind, pagers, wanted } = round
    return `everything is read: ${kind}, ${pagers.length} lists and ${wanted.size} nodes are left`
  }
}
