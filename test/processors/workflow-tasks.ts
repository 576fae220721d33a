/** Tasks of the workflow service and answers to pushes, for the flows W2 and W6. */
import { PushFeedback } from '../../schemas/push-feedback.generated.ts'
import { WorkflowTaskChanged } from '../../schemas/workflow-task-changed.generated.ts'
import type { TestDriver } from '../../src/stream/testing.ts'
import { pushEvents } from '../../topics/push-events.ts'
import { workflowEvents } from '../../topics/workflow-events.ts'

export const minute = 60_000
export const hour = 60 * minute

/** A word on task `t1` of case `c1`, which mia has, due in an hour after the driver began, where nothing else is said. */
export function task(
  driver: TestDriver,
  change: string,
  said: Partial<WorkflowTaskChanged> = {},
  send: { at?: number } = {},
): void {
  const value = {
    ...{ eventId: `${change}-${driver.now}`, subject: 'c1', occurredAt: driver.now, source: '/workflow/acme', change },
    ...{ taskId: 't1', previousAssignee: null, name: 'Decide', description: null, assignee: 'mia', owner: null },
    ...{ candidateUsers: [], candidateGroups: [], dueDate: Date.UTC(2026, 0, 1, 1), priority: 50, category: null },
    ...{ formKey: null, delegationState: null, suspended: false, taskDefinitionKey: null, parentTaskId: null },
    ...{ createdAt: Date.UTC(2026, 0, 1), claimedAt: null, endedAt: null, outcome: null, deleteReason: null },
    ...{ processInstanceId: null, businessKey: 'c1', processDefinitionId: null, processDefinitionKey: null },
    ...{ processDefinitionName: null, changes: [], variables: {}, extra: {} },
    ...said,
  }
  driver.send(workflowEvents, WorkflowTaskChanged, value, send)
}

/** Somebody chose a button: Approve, of the push about task `t1`, where nothing else is said. */
export function chose(driver: TestDriver, id: string, user: string | null, said: Partial<PushFeedback> = {}): void {
  const value: PushFeedback = {
    kind: 'action',
    ...{ eventId: id, subject: user ?? 'client:x', occurredAt: driver.now, source: '/push/app' },
    ...{ type: 'action', jobId: 'job', submitId: null, app: null, user, clientId: null, tokenRef: null },
    ...{ audience: null, action: 'approve', comment: null, correlationId: 'workflow-task:t1', errorCode: null },
    ...{ errorMessage: null, link: null, extra: {} },
    ...said,
  }
  driver.send(pushEvents, PushFeedback, value)
}

export const reasons = (driver: TestDriver): string[] =>
  driver.decisions().map(({ reason, eventId }) => `${reason} ${eventId}`)
