import { WorkflowClaimTask } from '../schemas/workflow-claim-task.generated.ts'
import { WorkflowCompleteTask } from '../schemas/workflow-complete-task.generated.ts'
import { WorkflowStartProcess } from '../schemas/workflow-start-process.generated.ts'
import { days, stream } from '../src/stream/define.ts'
import { taskCount } from './task-count.ts'

export const workflowCommands = stream({
  name: 'workflow.commands',
  key: 'the case or person it is about',
  records: [WorkflowCompleteTask, WorkflowStartProcess, WorkflowClaimTask],
  partitions: taskCount,
  retentionMs: days(14),
  why: 'What the workflow service shall be told, in each subject’s order. Fourteen days: longer than any outage of it that is waited out.',
})
