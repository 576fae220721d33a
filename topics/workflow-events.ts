import { WorkflowCaseChanged } from '../schemas/workflow-case-changed.generated.ts'
import { WorkflowExceptionRaised } from '../schemas/workflow-exception-raised.generated.ts'
import { WorkflowTaskChanged } from '../schemas/workflow-task-changed.generated.ts'
import { days, stream } from '../src/stream/define.ts'
import { taskCount } from './task-count.ts'

export const workflowEvents = stream({
  name: 'workflow.events',
  key: 'the case: its business key where it has one, else process: and the process instance’s id; task: and the task’s id where it belongs to none',
  records: [WorkflowTaskChanged, WorkflowCaseChanged, WorkflowExceptionRaised],
  partitions: taskCount,
  retentionMs: days(30),
  why: 'What happens in the workflow service, in each case’s order: its tasks, its steps and what goes wrong in it. Thirty days, as for all events.',
})
