import { WorkflowClaimTask } from '../../../schemas/workflow-claim-task.generated.ts'
import { WorkflowCompleteTask } from '../../../schemas/workflow-complete-task.generated.ts'
import { WorkflowStartProcess } from '../../../schemas/workflow-start-process.generated.ts'
import type { Command } from '../../../src/stream/define.ts'

let deliveries = 0
const envelope = () => ({
  ...{ deliveryId: `e-${++deliveries}/answer/workflow`, eventId: `e-${deliveries}`, subject: 'case-4711' },
  occurredAt: Date.parse('2026-03-01T12:00:00Z'),
})

export const complete = (more: Partial<WorkflowCompleteTask> = {}): Command<WorkflowCompleteTask> => ({
  schema: WorkflowCompleteTask.name,
  value: { ...envelope(), taskId: 't-1', outcome: 'approved', comment: null, variables: {}, ...more },
})

export const start = (more: Partial<WorkflowStartProcess> = {}): Command<WorkflowStartProcess> => ({
  schema: WorkflowStartProcess.name,
  value: { ...envelope(), processDefinitionKey: 'review', name: null, businessKey: null, variables: {}, ...more },
})

export const claim = (more: Partial<WorkflowClaimTask> = {}): Command<WorkflowClaimTask> => ({
  schema: WorkflowClaimTask.name,
  value: { ...envelope(), taskId: 't-1', assignee: 'ada', ...more },
})
