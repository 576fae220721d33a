import { randomUUID } from 'node:crypto'
import { workflowCaller, type WorkflowCaller } from '../sandbox/workflow/contract/caller.ts'
import type { Sandboxes } from './sandboxes.ts'
import { tenant } from './world.ts'

/** What a task says beside its case. */
export interface Task {
  readonly name?: string
  readonly assignee?: string
  readonly candidateUsers?: readonly string[]
  readonly candidateGroups?: readonly string[]
  /** From now; without it the task has no due date. */
  readonly dueInMs?: number
  /** `approval` unless said. */
  readonly process?: 'approval' | 'invoice'
}

/** Somebody who works in the workflow service. */
export interface WorkflowUser {
  /** The first task of a new case. Answers the task's id. */
  readonly task: (caseId: string, task?: Task) => Promise<string>
  readonly complete: (task: string, more?: { readonly outcome?: string; readonly comment?: string }) => Promise<void>
  /** Whatever else the service can be asked. */
  readonly service: WorkflowCaller
}

export function workflowUser({ urls, control }: Sandboxes): WorkflowUser {
  const service = workflowCaller(() => ({ url: urls.workflow }))
  return {
    service,
    task: async (caseId, { dueInMs, process = 'approval', ...task } = {}) => {
      const id = `task-${randomUUID()}`
      await control('workflow', 'POST', '/tasks', {
        ...{ id, tenant, businessKey: caseId, processDefinitionKey: process, name: `Decide ${caseId}`, ...task },
        ...(dueInMs !== undefined && { dueDate: new Date(Date.now() + dueInMs).toISOString() }),
      })
      return id
    },
    complete: async (task, more = {}) => {
      const { status, text } = await service.complete(task, more)
      if (status >= 300) throw new Error(`${task} is not completed: ${status} ${text}`)
    },
  }
}
