import { OpenTask } from '../../schemas/open-task.generated.ts'
import { store } from '../../src/stream/define.ts'

/** By workflow-task: and id: how far the escalation of a task went. The poller does not tell again of a task that is merely open, however far its date is. */
export const tasks = store({
  name: 'tasks',
  schema: OpenTask,
  expiry: 'none: as long as the task is open; escalate-tasks forgets it thirty days after its end',
})
