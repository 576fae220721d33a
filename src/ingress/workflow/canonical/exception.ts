import { WorkflowExceptionRaised } from '../../../../schemas/workflow-exception-raised.generated.ts'
import type { WorkflowPollRow } from '../../../../schemas/workflow-poll-row.generated.ts'
import type { Publication } from '../../../stream/define.ts'
import { hashOf } from './hash.ts'
import type { CaseItem, JobItem, TaskItem } from './items.ts'
import { rowWith } from './row.ts'
import { envelope, processFields, publication, subjectOfCase, type CaseOf, type Reading, type Told } from './told.ts'

const nobody = { taskId: null, taskName: null, taskDefinitionKey: null, assignee: null, priority: null, dueDate: null }
const noJob = { jobId: null, jobTopic: null, elementId: null, elementName: null, retriesLeft: null }

/** A task's due date has passed while it was open: the same event for the same date. */
export function taskOverdue(item: TaskItem, due: number, { subject, facts }: CaseOf, reading: Reading): Publication {
  const { id, variables, extra } = item
  const { name, taskDefinitionKey, assignee, candidateUsers, candidateGroups, priority } = item.facts
  return publication(WorkflowExceptionRaised, 'exception.task_overdue', {
    ...envelope(subject, due, `task/${id}/overdue/${due}`, reading),
    ...{ exception: 'task_overdue', message: `The task "${name}" is not done, and its due date has passed.` },
    ...{ taskId: id, taskName: name, taskDefinitionKey, assignee, candidateUsers, candidateGroups, priority },
    ...{ dueDate: due, ...noJob, processInstanceId: item.facts.processInstanceId },
    ...{ ...processFields(facts, item.facts.processDefinitionId), variables, extra },
  } satisfies WorkflowExceptionRaised)
}

/** A case's due date has passed while it ran. */
export function caseOverdue({ id, facts, variables, extra }: CaseItem, due: number, reading: Reading): Publication {
  const named = facts.name ?? facts.processDefinitionName ?? id
  return publication(WorkflowExceptionRaised, 'exception.case_overdue', {
    ...envelope(subjectOfCase(id, facts), due, `case/${id}/overdue/${due}`, reading),
    ...{ exception: 'case_overdue', message: `The case "${named}" is not over, and its due date has passed.` },
    ...{ ...nobody, candidateUsers: [], candidateGroups: [], dueDate: due, ...noJob, processInstanceId: id },
    ...{ ...processFields(facts, null), variables, extra },
  } satisfies WorkflowExceptionRaised)
}

/** A job has failed since it was last seen: with other words, or with other tries left. Nothing where it has not. */
export function jobSeen(
  known: WorkflowPollRow | undefined,
  item: JobItem,
  { subject, facts }: CaseOf,
  reading: Reading,
  isNews: boolean,
): Told | undefined {
  const { id, exception: message, retries, topic: jobTopic, elementId, elementName, processInstanceId } = item
  if (message === null || (known?.job?.message === message && known.job.retries === retries)) return undefined
  const row = rowWith(known, { job: { message, retries }, changes: (known?.changes ?? 0) + 1 })
  if (!isNews) return { events: [], row }
  const eventId = `job/${id}/failed/${row.changes}-${retries}-${hashOf(message)}`
  const event = publication(WorkflowExceptionRaised, 'exception.job_failed', {
    ...envelope(subject, reading.noticedAt, eventId, reading),
    ...{ exception: 'job_failed', message, ...nobody, candidateUsers: [], candidateGroups: [] },
    ...{ jobId: id, jobTopic, elementId, elementName, retriesLeft: retries, processInstanceId },
    ...{ ...processFields(facts, null), variables: { ...item.variables }, extra: { ...item.extra } },
  } satisfies WorkflowExceptionRaised)
  return { events: [event], row }
}

/** The due date that has passed since `from` and was not told of; null where there is none. */
export const passedDue = (
  { dueDate }: { readonly dueDate: number | null },
  told: number | null,
  from: number,
  until: number,
): number | null => (dueDate !== null && dueDate >= from && dueDate < until && dueDate !== told ? dueDate : null)
