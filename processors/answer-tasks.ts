import { AnswerGiven } from '../schemas/answer-given.generated.ts'
import { WorkflowCompleteTask } from '../schemas/workflow-complete-task.generated.ts'
import type { Flows } from '../src/flow-settings/index.ts'
import { processor } from '../src/stream/define.ts'
import { requestEvents } from '../topics/request-events.ts'
import { workflowCommands } from '../topics/workflow-commands.ts'
import { directory } from './audience.ts'
import { named } from './by-name.ts'
import { requestKindOf } from './correlation.ts'
import { answers } from './stores/answers.ts'
import { tasks } from './stores/tasks.ts'
import { holdersOf } from './task-people.ts'

/** Flow W6: the first answer of somebody who may give one completes the task, with the outcome of the button that was chosen. */
export const answerTasks = ({ actions }: Flows['W6']) =>
  processor({
    name: 'answer-tasks',
    input: { from: requestEvents, only: [AnswerGiven] },
    lookups: { task: tasks, answer: answers, directory },
    keeps: [answers],
    outputs: [workflowCommands],
    reasons: ['no_such_request', 'already_answered', 'task_over', 'not_asked', 'expired', 'unknown_action'],
    process({ value: given }, { task, answer, directory }, { forward, keep, drop }) {
      const { eventId, occurredAt, person, action, comment } = given
      if (requestKindOf(given.subject) !== 'workflow-task') return []
      if (!task) return drop('no_such_request')
      if (answer) return drop('already_answered')
      if (!task.open) return drop('task_over')
      const mayAnswer = [...task.asked, ...holdersOf(task, directory)]
      if (person === null || !mayAnswer.includes(person)) return drop('not_asked')
      if (occurredAt > task.expiresAt) return drop('expired')
      const chosen = named(actions, action)
      if (!chosen) return drop('unknown_action')
      const { taskId, subject } = task
      const complete = {
        ...{ deliveryId: `${eventId}/answer-tasks/workflow`, eventId, subject, occurredAt },
        ...{ taskId, outcome: chosen.outcome, comment, variables: { answered_by: person } },
      }
      return [
        keep(answers, { eventId, by: person, action, at: occurredAt }),
        forward(workflowCommands, WorkflowCompleteTask, complete, subject),
      ]
    },
  })
