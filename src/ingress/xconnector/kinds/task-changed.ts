import { z } from 'zod'
import { XconnectorTaskChanged } from '../../../../schemas/xconnector-task-changed.generated.ts'
import { list, name, object, optional, text, time, whole } from '../../frame/field-types.ts'
import { bad, fault, kind, noRecord, onward, record, words, type Kind } from '../kind.ts'

const Answer = object({ id: name, title: text(255) })
const Task = object({
  task_id: name,
  ...words,
  assignee: optional(name),
  role: optional(name),
  manager: optional(name),
  due_at: optional(time),
  ...bad,
  priority: optional(whole),
  actions: list(z.array(Answer).max(10, 'may have 10 answers')),
  ...record,
  ...onward,
  outcome: optional(name),
  actor: optional(name),
  comment: optional(text(4_096)),
})

/** Approvals, tasks and service levels. */
export const task = (of: XconnectorTaskChanged['kind'], phase: XconnectorTaskChanged['phase']): Kind =>
  kind(XconnectorTaskChanged, Task, {
    lists: { actions: Answer },
    check: said => [
      (phase === 'pending' || phase === 'assigned') &&
        said.assignee === null &&
        said.role === null &&
        fault('assignee', 'is required where there is no role: who is to do it'),
      phase === 'nearing' && said.due_at === null && fault('due_at', 'is required: when it is to be done'),
      of === 'approval' &&
        phase === 'completed' &&
        said.outcome === null &&
        fault('outcome', 'is required: how it ended'),
    ],
    make: (said, around, { extra }) => {
      const record = said.record ?? noRecord
      return {
        eventId: around.eventId,
        subject: `task:${said.task_id}`,
        occurredAt: around.occurredAt,
        source: around.source,
        about: around.about,
        kind: of,
        phase,
        taskId: said.task_id,
        title: said.title,
        text: said.text,
        assignee: said.assignee,
        role: said.role,
        manager: said.manager,
        dueAt: said.due_at,
        severity: said.severity,
        priority: said.priority,
        actions: said.actions,
        link: said.link,
        recordType: record.type,
        recordId: record.id,
        recordVersion: record.version,
        outcome: said.outcome,
        actor: said.actor,
        comment: said.comment,
        correlationId: around.correlationId,
        expiresAt: said.expires_at,
        extra,
      }
    },
  })
