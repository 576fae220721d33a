import type { WorkflowPollRow } from '../../../../schemas/workflow-poll-row.generated.ts'

export const nothingKnown: WorkflowPollRow = {
  ...{ cursor: null, task: null, case: null, job: null, changes: 0 },
  ...{ lastAt: null, overdue: null, goneSince: null, endedAt: null, refusedAt: null },
}

/** What is remembered of a thing, with these changes. */
export const rowWith = (row: WorkflowPollRow | undefined, changes: Partial<WorkflowPollRow>): WorkflowPollRow => ({
  ...nothingKnown,
  ...row,
  ...changes,
})

// The codec has decoded the value by this very schema.
const isRow = (value: unknown): value is WorkflowPollRow =>
  typeof value === 'object' && value !== null && 'cursor' in value

/** A row of the state; undefined where there is none. */
export const rowOf = (value: unknown): WorkflowPollRow | undefined => (isRow(value) ? value : undefined)

/** Whether both say the same, whatever is in them. */
export const isSame = (left: WorkflowPollRow | undefined, right: WorkflowPollRow): boolean =>
  left !== undefined && canonicalJson(left) === canonicalJson(right)

/** Names in order: a decoded record has those of the schema, one of ours those of its making. */
const canonicalJson = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  )
