import type { WorkflowKnownTask, WorkflowPollRow } from '../../../../schemas/workflow-poll-row.generated.ts'
import { WorkflowTaskChanged, type WorkflowFieldChange } from '../../../../schemas/workflow-task-changed.generated.ts'
import type { Publication } from '../../../stream/define.ts'
import { passedDue, taskOverdue } from './exception.ts'
import { fieldChanges } from './field-changes.ts'
import { hashOf } from './hash.ts'
import type { TaskItem } from './items.ts'
import { rowWith } from './row.ts'
import { envelope, processFields, publication, type CaseOf, type Reading, type Told } from './told.ts'

const watched = [
  ...['name', 'description', 'assignee', 'owner', 'candidateUsers', 'candidateGroups', 'dueDate', 'priority'],
  ...['category', 'formKey', 'delegationState', 'suspended', 'parentTaskId'],
] as const satisfies readonly (keyof WorkflowKnownTask)[]

/** The task is open. Nothing where that is what is known, or where it has ended: whoever still lists it is late. */
export function taskSeen(
  known: WorkflowPollRow | undefined,
  item: TaskItem,
  of: CaseOf,
  reading: Reading,
): Told | undefined {
  if (known && known.endedAt !== null) return undefined
  const { facts } = item
  if (!known?.task)
    return { events: created(item, of, reading), row: rowWith(known, { task: facts, lastAt: facts.createdAt }) }
  const after = item.namesCandidates ? facts : withCandidates(facts, known.task)
  const changes = fieldChanges(known.task, after, watched)
  const row = rowWith(known, { task: after, goneSince: null })
  if (changes.length === 0) return { events: [], row }
  return change(known, known.task, { ...item, facts: after }, changes, of, reading)
}

/** The task has ended, by the history. What had happened to it unseen comes first: that it was there, who had it, that it was late. */
export function taskEnded(
  known: WorkflowPollRow | undefined,
  item: TaskItem,
  endedAt: number,
  of: CaseOf,
  reading: Reading,
): Told | undefined {
  if (known && known.endedAt !== null) return undefined
  if (!known && endedAt < reading.announceFrom) return undefined
  const facts = known?.task && !item.namesCandidates ? withCandidates(item.facts, known.task) : item.facts
  const ended = { ...item, facts }
  const before = known?.task ? handedOver(known, known.task, ended, endedAt, of, reading) : undefined
  const events = [...(before?.events ?? created(ended, of, reading))]
  const due = passedDue(facts, known?.overdue ?? null, reading.announceFrom, endedAt)
  if (due !== null) events.push(taskOverdue(ended, due, of, reading))
  // Activiti's word for a task that nobody has deleted.
  const isDeleted = item.deleteReason !== null && item.deleteReason !== 'completed'
  const { outcome, deleteReason } = item
  const more = isDeleted ? { endedAt, deleteReason } : { endedAt, outcome }
  events.push(taskEvent(isDeleted ? 'deleted' : 'completed', ended, endedAt, of, reading, more))
  return { events, row: rowWith(undefined, { endedAt }) }
}

/** The task is gone without a trace. */
export function taskVanished(id: string, facts: WorkflowKnownTask, of: CaseOf, reading: Reading): Told {
  const endedAt = reading.noticedAt
  const nothing = { variables: {}, extra: {}, endedAt, outcome: null, deleteReason: null }
  const item = { id, facts, namesCandidates: true, ...nothing }
  return {
    events: [taskEvent('deleted', item, endedAt, of, reading, { endedAt })],
    row: rowWith(undefined, { endedAt }),
  }
}

function created(item: TaskItem, of: CaseOf, reading: Reading): Publication[] {
  const { createdAt } = item.facts
  return createdAt < reading.announceFrom ? [] : [taskEvent('created', item, createdAt, of, reading, {})]
}

function change(
  known: WorkflowPollRow,
  before: WorkflowKnownTask,
  item: TaskItem,
  changes: WorkflowFieldChange[],
  of: CaseOf,
  reading: Reading,
): Told {
  const { facts } = item
  const isAssigned = before.assignee !== facts.assignee
  const wasClaimed = isAssigned && facts.assignee !== null && facts.claimedAt !== before.claimedAt
  const at = wasClaimed ? (facts.claimedAt ?? reading.noticedAt) : reading.noticedAt
  const occurredAt = Math.max(known.lastAt ?? 0, at)
  const row = rowWith(known, { task: facts, goneSince: null, changes: known.changes + 1, lastAt: occurredAt })
  const id = `${row.changes}-${hashOf(JSON.stringify(changes))}`
  const more = { changes, ...(isAssigned && { previousAssignee: before.assignee }) }
  const event = taskEvent(isAssigned ? 'assigned' : 'changed', item, occurredAt, of, reading, more, id)
  return { events: [event], row }
}

/** Whoever completed it may not be who was last seen to have it. */
function handedOver(
  known: WorkflowPollRow,
  before: WorkflowKnownTask,
  item: TaskItem,
  endedAt: number,
  of: CaseOf,
  reading: Reading,
): Told {
  const changes = fieldChanges(before, item.facts, ['assignee'])
  if (changes.length === 0) return { events: [], row: known }
  return change(known, before, item, changes, of, { ...reading, noticedAt: endedAt })
}

function taskEvent(
  what: 'created' | 'assigned' | 'changed' | 'completed' | 'deleted',
  { id, facts, variables, extra }: TaskItem,
  occurredAt: number,
  { subject, facts: ofCase }: CaseOf,
  reading: Reading,
  more: Partial<WorkflowTaskChanged>,
  which?: string,
): Publication {
  const eventId = `task/${id}/${what}${which === undefined ? '' : `/${which}`}`
  return publication(WorkflowTaskChanged, `task.${what}`, {
    ...envelope(subject, occurredAt, eventId, reading),
    ...{ change: what, taskId: id, previousAssignee: null, ...facts },
    ...{ endedAt: null, outcome: null, deleteReason: null, changes: [] },
    ...processFields(ofCase, facts.processDefinitionId),
    ...more,
    ...{ variables: { ...variables }, extra: { ...extra } },
  } satisfies WorkflowTaskChanged)
}

const withCandidates = (facts: WorkflowKnownTask, { candidateUsers, candidateGroups }: WorkflowKnownTask) => ({
  ...{ ...facts, candidateUsers, candidateGroups },
})
