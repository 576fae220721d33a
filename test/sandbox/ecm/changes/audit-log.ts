/** Event types of the audit. 10 is documented; the others are numbers of our own, told with every answer. */
export const auditEvents = {
  created: { id: 1, name: 'Create' },
  versionAdded: { id: 6, name: 'Version Added' },
  attributeChanged: { id: 10, name: 'Attribute Value Changed' },
  renamed: { id: 3, name: 'Rename' },
  moved: { id: 4, name: 'Move' },
  categoryAdded: { id: 21, name: 'Category Added' },
  categoryRemoved: { id: 22, name: 'Category Removed' },
} as const
export type AuditEvent = keyof typeof auditEvents

export interface AuditRow {
  /** Known to the v1 audit alone; counts over all nodes. */
  readonly eventId: number
  readonly event: AuditEvent
  readonly atMs: number
  readonly userId: number
  /** Name of what changed, where there is one. */
  readonly subject: string
}

const maxRows = 10_000

/** What happened to each node, oldest first; of one node the newest rows only. */
export class AuditLog {
  readonly #rows = new Map<number, AuditRow[]>()
  #lastEventId = 0

  add(nodeId: number, event: AuditEvent, userId: number, atMs: number, subject = ''): void {
    const row = { eventId: ++this.#lastEventId, event, atMs, userId, subject }
    const rows = this.#rows.get(nodeId)
    if (!rows) this.#rows.set(nodeId, [row])
    else if (rows.push(row) > 2 * maxRows) rows.splice(0, maxRows)
  }

  of(nodeId: number): readonly AuditRow[] {
    return this.#rows.get(nodeId) ?? []
  }

  forget(nodeId: number): void {
    this.#rows.delete(nodeId)
  }

  clear(): void {
    this.#rows.clear()
    this.#lastEventId = 0
  }
}
