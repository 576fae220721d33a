import type { OpenTask } from '../schemas/open-task.generated.ts'
import type { PushSend } from '../schemas/push-send.generated.ts'
import type { Flows } from '../src/flow-settings/index.ts'
import { staffPush } from './staff-push.ts'

/** What a step of the escalation tells these people; whoever decides answers under `id`. */
export const overduePush = (
  id: string,
  task: OpenTask,
  { step, level }: { readonly step: number; readonly level: string | undefined },
  users: string[],
  actions: Flows['W6']['actions'],
): PushSend =>
  staffPush(
    { eventId: task.eventId, subject: id, occurredAt: task.changedAt },
    {
      delivery: `escalate-tasks/push/${step}`,
      users,
      title: `Overdue: ${task.name}`,
      data: { task_id: task.taskId, case: task.subject, level: level ?? null },
      actions: Object.entries(actions).map(([action, { title }]) => ({ id: action, title })),
      priority: 'high',
      correlationId: id,
    },
  )
