import { WorkflowCaseChanged } from '../../../../schemas/workflow-case-changed.generated.ts'
import type { WorkflowKnownCase, WorkflowPollRow } from '../../../../schemas/workflow-poll-row.generated.ts'
import type { WorkflowFieldChange } from '../../../../schemas/workflow-task-changed.generated.ts'
import type { Publication } from '../../../stream/define.ts'
import { caseOverdue, passedDue } from './exception.ts'
import { fieldChanges, variableChanges } from './field-changes.ts'
import { hashOf } from './hash.ts'
import type { CaseItem } from './items.ts'
import { rowWith } from './row.ts'
import { envelope, processFields, publication, subjectOfCase, type Reading, type Told } from './told.ts'

const watched = ['name', 'businessKey', 'activityId', 'suspended', 'dueDate', 'processDefinitionId'] as const

/** The case runs. Nothing where it has ended: whoever still lists it is late. */
export function caseSeen(known: WorkflowPollRow | undefined, item: CaseItem, reading: Reading): Told | undefined {
  if (known && known.endedAt !== null) return undefined
  const { facts } = item
  const before = known?.case
  if (!before) return { events: started(item, reading), row: rowWith(known, { case: facts, lastAt: facts.startedAt }) }
  const changes = [
    ...fieldChanges(before, facts, watched),
    ...variableChanges(before.variables, facts.variables, item.variables),
  ]
  const row = rowWith(known, { case: facts, goneSince: null })
  if (changes.length === 0) return { events: [], row }
  return change(rowWith(known, {}), before, item, changes, reading)
}

/** The case has ended, by the history. */
export function caseEnded(
  known: WorkflowPollRow | undefined,
  item: CaseItem,
  endedAt: number,
  reading: Reading,
): Told | undefined {
  if (known && known.endedAt !== null) return undefined
  if (!known && endedAt < reading.announceFrom) return undefined
  const { facts, deleteReason } = item
  const events = known?.case ? [] : [...started(item, reading)]
  const due = passedDue(facts, known?.overdue ?? null, reading.announceFrom, endedAt)
  if (due !== null) events.push(caseOverdue(item, due, reading))
  const what = deleteReason === null ? 'completed' : 'deleted'
  events.push(caseEvent(what, item, endedAt, reading, { endedAt, deleteReason }))
  return { events, row: endedRow(facts, endedAt) }
}

/** The case is gone without a trace. */
export function caseVanished(id: string, facts: WorkflowKnownCase, reading: Reading): Told {
  const endedAt = reading.noticedAt
  const item = { id, facts, variables: {}, extra: {}, endedAt, deleteReason: null }
  return { events: [caseEvent('deleted', item, endedAt, reading, { endedAt })], row: endedRow(facts, endedAt) }
}

/** Tasks that are read late still ask whose they are. */
const endedRow = (facts: WorkflowKnownCase, endedAt: number): WorkflowPollRow =>
  rowWith(undefined, { endedAt, case: { ...facts, variables: {} } })

const started = (item: CaseItem, reading: Reading): Publication[] =>
  item.facts.startedAt < reading.announceFrom ? [] : [caseEvent('started', item, item.facts.startedAt, reading, {})]

function change(
  known: WorkflowPollRow,
  before: WorkflowKnownCase,
  item: CaseItem,
  changes: WorkflowFieldChange[],
  reading: Reading,
): Told {
  const { facts } = item
  const occurredAt = Math.max(known.lastAt ?? 0, reading.noticedAt)
  const row = rowWith(known, { case: facts, goneSince: null, changes: known.changes + 1, lastAt: occurredAt })
  const standing = facts.suspended ? 'suspended' : 'activated'
  const what = before.suspended === facts.suspended ? 'changed' : standing
  const moved = before.activityId !== facts.activityId && { previousActivityId: before.activityId }
  const which = `${row.changes}-${hashOf(JSON.stringify(changes))}`
  return { events: [caseEvent(what, item, occurredAt, reading, { changes, ...moved }, which)], row }
}

function caseEvent(
  what: 'started' | 'changed' | 'suspended' | 'activated' | 'completed' | 'deleted',
  { id, facts, variables, extra }: CaseItem,
  occurredAt: number,
  reading: Reading,
  more: Partial<WorkflowCaseChanged>,
  which?: string,
): Publication {
  const { name, activityId, suspended, dueDate, startedBy, superProcessInstanceId, startedAt } = facts
  const eventId = `case/${id}/${what}${which === undefined ? '' : `/${which}`}`
  return publication(WorkflowCaseChanged, `case.${what}`, {
    ...envelope(subjectOfCase(id, facts), occurredAt, eventId, reading),
    ...{ change: what, processInstanceId: id, ...processFields(facts, null) },
    ...{ name, activityId, suspended, dueDate, startedBy, superProcessInstanceId, startedAt },
    ...{ previousActivityId: null, endedAt: null, deleteReason: null, changes: [], ...more },
    ...{ variables: { ...variables }, extra: { ...extra } },
  } satisfies WorkflowCaseChanged)
}
