import { z } from 'zod'
import type { EcmCursor, EcmPollRow } from '../../../schemas/ecm-poll-row.generated.ts'
import type { PollState } from '../../stream/define.ts'

const Row = z.object({
  modifiedAt: z.number(),
  readAt: z.number(),
  missing: z.number(),
  attributes: z.record(z.string(), z.string()),
})
const text = z.string().nullable()
const Cursor = z.object({
  ...{ mark: z.number(), ahead: z.number(), documents: z.number().nullable(), reconciled: z.number().nullable() },
  ...{ reconcile: z.boolean(), ordered: z.boolean(), readFrom: z.number().nullable() },
  types: z.record(z.string(), z.object({ began: z.number(), mark: z.number().nullable() })),
})
const Workspace = Row.extend({
  workspace: z.object({
    ...{ name: z.string(), type: text, typeKey: z.string() },
    ...{ externalSystem: text, businessObjectType: text, businessObjectId: text },
  }),
})
const Document = Row.extend({
  document: z.object({ name: z.string(), workspaceId: z.number(), version: z.number() }),
})
const Folder = Row.extend({
  folder: z.object({ name: text, workspaceId: z.number(), isRead: z.boolean(), quietBefore: z.number().nullable() }),
})
export type WorkspaceRow = z.output<typeof Workspace>
export type DocumentRow = z.output<typeof Document>
export type FolderRow = z.output<typeof Folder>

export const cursorKey = 'cursor'
export const workspaceKey = (id: number): string => `w/${id}`
export const documentKey = (id: number): string => `d/${id}`
export const folderKey = (id: number): string => `c/${id}`
/** What could not be read: by the node's id, or by its text's hash where it has none. */
export const refusedKey = (id: number | string): string => `x/${id}`
export const idOf = (key: string): number => Number(key.slice(2))

/** What is remembered, typed. */
export class Remembered {
  readonly state: PollState

  constructor(state: PollState) {
    this.state = state
  }

  get cursor(): EcmCursor | undefined {
    const row = this.state.get(cursorKey)
    return row === undefined ? undefined : z.object({ cursor: Cursor }).parse(row).cursor
  }

  workspace(id: number): WorkspaceRow | undefined {
    const row = this.state.get(workspaceKey(id))
    return row === undefined ? undefined : Workspace.parse(row)
  }

  document(id: number): DocumentRow | undefined {
    const row = this.state.get(documentKey(id))
    return row === undefined ? undefined : Document.parse(row)
  }

  folder(id: number): FolderRow | undefined {
    const row = this.state.get(folderKey(id))
    return row === undefined ? undefined : Folder.parse(row)
  }

  /** When that which could not be read had been modified. */
  refusedAt(id: number): number | undefined {
    const row = this.state.get(refusedKey(id))
    return row === undefined ? undefined : Row.parse(row).modifiedAt
  }
}

/** A row as its schema wants it. */
export const rowOf = (filled: Partial<EcmPollRow>): EcmPollRow => ({
  ...{ cursor: null, workspace: null, document: null, folder: null },
  ...{ modifiedAt: 0, readAt: 0, missing: 0, attributes: {} },
  ...filled,
})
