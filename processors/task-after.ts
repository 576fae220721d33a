import type { OpenTask } from '../schemas/open-task.generated.ts'
import type { WorkflowTaskChanged } from '../schemas/workflow-task-changed.generated.ts'
import type { Flows } from '../src/flow-settings/index.ts'
import { named } from './by-name.ts'

const isEnd = ({ change }: WorkflowTaskChanged) => change === 'completed' || change === 'deleted'

/** Whether a word on a task says nothing new: what has ended stays so, and its end counts whenever it is told. */
export const isKnown = (task: OpenTask | undefined, word: WorkflowTaskChanged): boolean =>
  task !== undefined && (!task.open || (!isEnd(word) && word.occurredAt < task.changedAt))

/** When a task has to be done: by its own date, else within the time that its process allows. */
const dueOf = ({ dueDate, createdAt, processDefinitionKey }: WorkflowTaskChanged, slaMs: Flows['W2']['slaMs']) =>
  dueDate ?? createdAt + (named(slaMs, processDefinitionKey ?? 'default') ?? slaMs.default)

/** The task as of a word on it; how far its escalation went stays. */
export function taskAfter(
  before: OpenTask | undefined,
  word: WorkflowTaskChanged,
  { slaMs }: Flows['W2'],
  { graceAfterDueMs }: Flows['W6'],
): OpenTask {
  const { taskId, subject, name, eventId, assignee, candidateUsers, candidateGroups, suspended, outcome } = word
  const dueAt = dueOf(word, slaMs)
  return {
    ...{ taskId, subject, name, eventId, assignee, candidateUsers, candidateGroups, suspended, outcome, dueAt },
    open: !isEnd(word),
    changedAt: Math.max(word.occurredAt, before?.changedAt ?? 0),
    step: before?.step ?? 0,
    asked: before?.asked ?? [],
    answeredAt: word.change === 'completed' ? (word.endedAt ?? word.occurredAt) : null,
    expiresAt: dueAt + graceAfterDueMs,
  }
}
