/** W2 and W6: tasks that are not done in time, and the answers that complete them. */
import type { PushFeedback } from '../../../schemas/push-feedback.generated.ts'
import type { WorkflowTaskChanged } from '../../../schemas/workflow-task-changed.generated.ts'
import type { Flows } from '../../../src/flow-settings/index.ts'
import type { Book } from './model-book.ts'
import type { Staff } from './model-known.ts'

/** A step whose time was longer ago than that waits so long once more: word of the task's end may be on its way. */
const overdueMs = 60_000

interface Task {
  last: WorkflowTaskChanged
  changedAt: number
  due: number
  isOpen: boolean
  step: number
  readonly asked: Set<string>
  answeredAt: number | undefined
  /** Which of the moments that were set counts. */
  turn: number
}

export class Tasks {
  readonly #tasks = new Map<string, Task>()
  readonly #settings: Flows
  readonly #book: Book
  readonly #staff: Staff

  constructor(settings: Flows, book: Book, staff: Staff) {
    this.#settings = settings
    this.#book = book
    this.#staff = staff
  }

  take(word: WorkflowTaskChanged): void {
    const id = `workflow-task:${word.taskId}`
    const known = this.#tasks.get(id)
    const isEnd = word.change === 'completed' || word.change === 'deleted'
    if (known && (!known.isOpen || (!isEnd && word.occurredAt < known.changedAt))) {
      this.#book.decide('escalate-tasks', 'newer_known', word.eventId, id)
      return
    }
    const { slaMs } = this.#settings.W2
    const allowed = slaMs[word.processDefinitionKey ?? 'default'] ?? slaMs.default
    const task: Task = known ?? {
      ...{ last: word, changedAt: 0, due: 0, isOpen: true, step: 0, asked: new Set(), answeredAt: undefined, turn: 0 },
    }
    task.last = word
    task.changedAt = Math.max(task.changedAt, word.occurredAt)
    task.due = word.dueDate ?? word.createdAt + allowed
    task.isOpen = !isEnd
    this.#tasks.set(id, task)
    this.#later(id, task)
  }

  /** The next step at its time; what was set before counts no more. */
  #later(id: string, task: Task): void {
    const turn = ++task.turn
    const step = this.#settings.W2.chain[task.step]
    if (!task.isOpen || task.last.suspended || !step) return
    const due = task.due + step.afterMs
    const escalate = () => {
      if (task.turn === turn) this.#escalate(id, task)
    }
    this.#book.at(due, () => {
      if (this.#book.now - due > overdueMs) this.#book.at(this.#book.now + overdueMs, escalate)
      else escalate()
    })
  }

  #escalate(id: string, task: Task): void {
    const { eventId, taskId, name, subject } = task.last
    if (task.answeredAt !== undefined && task.answeredAt >= task.changedAt) {
      this.#book.decide('escalate-tasks', 'answered', eventId, id)
      return
    }
    const { chain } = this.#settings.W2
    let users: string[] = []
    let level = ''
    while (users.length === 0) {
      const step = chain[task.step]
      if (!step) break
      task.step++
      level = step.to
      users = this.#meant(step.to, task.last)
      if (users.length === 0) this.#book.decide('escalate-tasks', 'nobody_to_tell', eventId, id)
    }
    for (const user of users) task.asked.add(user)
    if (users.length > 0)
      this.#book.command('push', id, eventId, 'push', {
        ...{ users, title: `Overdue: ${name}`, summary: null, data: { task_id: taskId, case: subject, level } },
        actions: Object.keys(this.#settings.W6.actions),
        ...{ priority: 'high', expiresAt: null, correlationId: id },
      })
    this.#later(id, task)
  }

  #holders({ assignee, candidateUsers, candidateGroups }: WorkflowTaskChanged): string[] {
    if (assignee !== null) return [assignee]
    return [...candidateUsers, ...this.#staff.fitting(candidateGroups, [], []).map(({ id }) => id)]
  }

  #meant(level: 'assignee' | 'lead' | 'manager', word: WorkflowTaskChanged): string[] {
    const holders = this.#holders(word).flatMap(id => this.#staff.person(id) ?? [])
    const ids = holders.map(one => (level === 'assignee' ? one.id : one[level]))
    return [...new Set(ids.flatMap(id => (id !== null && this.#staff.person(id) ? [id] : [])))].sort()
  }

  answer({ eventId, user, action, comment, correlationId, occurredAt }: PushFeedback): void {
    const id = correlationId ?? ''
    const task = this.#tasks.get(id)
    const refuse = (reason: string) => this.#book.decide('answer-tasks', reason, eventId, id)
    if (!task) {
      refuse('no_such_request')
      return
    }
    if (task.answeredAt !== undefined) {
      refuse('already_answered')
      return
    }
    if (!task.isOpen) {
      refuse('task_over')
      return
    }
    if (user === null || !(task.asked.has(user) || this.#holders(task.last).includes(user))) {
      refuse('not_asked')
      return
    }
    if (occurredAt > task.due + this.#settings.W6.graceAfterDueMs) {
      refuse('expired')
      return
    }
    const chosen = this.#settings.W6.actions[action ?? '']
    if (!chosen) {
      refuse('unknown_action')
      return
    }
    task.answeredAt = occurredAt
    const { taskId, subject } = task.last
    const details = { taskId, outcome: chosen.outcome, comment, variables: { answered_by: user } }
    this.#book.command('workflow', subject, eventId, 'complete', details)
  }
}
