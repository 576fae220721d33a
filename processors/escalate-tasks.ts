import { PushSend } from '../schemas/push-send.generated.ts'
import { WorkflowTaskChanged } from '../schemas/workflow-task-changed.generated.ts'
import type { Flows } from '../src/flow-settings/index.ts'
import { days, processor, timer } from '../src/stream/define.ts'
import { pushCommands } from '../topics/push-commands.ts'
import { requestEvents } from '../topics/request-events.ts'
import { directory } from './audience.ts'
import { firstWithAnybody, stepDue } from './chain.ts'
import { overduePush } from './overdue-push.ts'
import { answers } from './stores/answers.ts'
import { tasks } from './stores/tasks.ts'
import { isKnown, taskAfter } from './task-after.ts'
import { peopleAt } from './task-people.ts'

const step = timer({ name: 'step', clock: 'wall' })
/** So long a task that has ended is remembered: what is told of it late must not open it again. */
const rememberedMs = days(30)
/** After an outage the end of a task may still be on its way to here: a level that comes so late waits as long again for it. */
const lateMs = 60_000

/** Flow W2: of a task that is not done in time, level after level is told, until it is. Who that is, the directory of that moment says. */
export const escalateTasks = (sla: Flows['W2'], answering: Flows['W6']) =>
  processor({
    name: 'escalate-tasks',
    input: { from: requestEvents, only: [WorkflowTaskChanged] },
    lookups: { task: tasks, answer: answers, directory },
    keeps: [tasks],
    timers: [step],
    outputs: [pushCommands],
    reasons: ['newer_known', 'answered', 'nobody_to_tell'],
    process({ value: word }, { task: before }, { keep, drop, setTimer, cancelTimer }) {
      if (isKnown(before, word)) return drop('newer_known')
      const task = taskAfter(before, word, sla, answering)
      if (!task.open) return [keep(tasks, task), setTimer(step, task.changedAt + rememberedMs)]
      const due = task.suspended ? undefined : stepDue(task.dueAt, sla.chain, task.step)
      return [keep(tasks, task), due === undefined ? cancelTimer(step) : setTimer(step, due)]
    },
    wake({ key, due: dueAt, at }, { task, answer, directory }, { forward, keep, drop, setTimer }) {
      if (!task) return []
      if (!task.open) return keep(tasks, null)
      if (at - dueAt > lateMs) return setTimer(step, at + lateMs)
      const about = { eventId: task.eventId, occurredAt: task.changedAt }
      // Its completion is on the way. Where that fails, the next word on the task, newer than the answer, goes on with the chain.
      if (answer && answer.at >= task.changedAt) return drop('answered', about)
      const told = firstWithAnybody(sla.chain, task.step, level => peopleAt(level, task, directory))
      const due = stepDue(task.dueAt, sla.chain, told.step + 1)
      const push = () => overduePush(key, task, told, told.people, answering.actions)
      return [
        keep(tasks, { ...task, step: told.step + 1, asked: [...new Set([...task.asked, ...told.people])] }),
        ...Array.from({ length: told.empty }, () => drop('nobody_to_tell', about)),
        ...(told.people.length > 0 ? [forward(pushCommands, PushSend, push(), key)] : []),
        ...(due === undefined ? [] : [setTimer(step, due)]),
      ]
    },
  })
