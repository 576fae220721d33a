import { WorkflowTaskChanged } from '../schemas/workflow-task-changed.generated.ts'
import { processor } from '../src/stream/define.ts'
import { requestEvents } from '../topics/request-events.ts'
import { workflowEvents } from '../topics/workflow-events.ts'
import { requestId } from './correlation.ts'

/** Flow W2, its beginning: each task is escalated, and answered, by itself, so what happens to it goes under its own id and not under its case. */
export const openTasks = processor({
  name: 'open-tasks',
  input: { from: workflowEvents, only: [WorkflowTaskChanged] },
  lookups: {},
  keeps: [],
  outputs: [requestEvents],
  reasons: [],
  process: ({ value }, _rows, { forward }) =>
    forward(requestEvents, WorkflowTaskChanged, value, requestId('workflow-task', value.taskId)),
})
