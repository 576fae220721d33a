import { TaskAnswer } from '../../schemas/task-answer.generated.ts'
import { days, store } from '../../src/stream/define.ts'

/** By workflow-task: and id: the answer that counts. As long as its task. */
export const answers = store({
  name: 'answers',
  schema: TaskAnswer,
  expiry: { afterMs: days(30) },
})
