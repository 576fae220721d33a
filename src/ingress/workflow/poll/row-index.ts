import type { WorkflowPollRow } from '../../../../schemas/workflow-poll-row.generated.ts'

interface Due {
  readonly dueDate: number | null
  readonly told: number | null
}

/** Which rows there are, by what has to be found of them: the rows themselves lie encoded. */
export class RowIndex {
  /** Open tasks and running cases, by id. */
  readonly tasks = new Map<string, Due>()
  readonly cases = new Map<string, Due>()
  /** Failed jobs, by id. */
  readonly jobs = new Set<string>()
  /** When what is over ended, by key. */
  readonly ended = new Map<string, number>()
  readonly refused = new Set<string>()

  /** The row of the key is this one now; undefined: none. */
  note(key: string, row: WorkflowPollRow | undefined): void {
    const [kind, id] = splitKey(key)
    if (kind === 'refused') keep(this.refused, key, row !== undefined)
    else if (kind === 'job') keep(this.jobs, id, row !== undefined)
    else if (kind === 'task' || kind === 'case') {
      const open = kind === 'task' ? this.tasks : this.cases
      const dueDate = (kind === 'task' ? row?.task : row?.case)?.dueDate ?? null
      if (row && row.endedAt === null) open.set(id, { dueDate, told: row.overdue })
      else open.delete(id)
      if (row && row.endedAt !== null) this.ended.set(key, row.endedAt)
      else this.ended.delete(key)
    }
  }
}

/** Those that are due between, and were not told of. */
export const dueOf = (open: ReadonlyMap<string, Due>, from: number, until: number): string[] =>
  [...open].flatMap(([id, { dueDate, told }]) =>
    dueDate !== null && dueDate >= from && dueDate < until && dueDate !== told ? [id] : [],
  )

const splitKey = (key: string): [string, string] => {
  const at = key.indexOf('/')
  return [key.slice(0, at), key.slice(at + 1)]
}

function keep(set: Set<string>, entry: string, isThere: boolean): void {
  if (isThere) set.add(entry)
  else set.delete(entry)
}
