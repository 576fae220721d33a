import { writeDate } from '../dates.ts'
import { listOf, neededInteger, neededText, objectOf, textOf } from '../reading/arguments.ts'
import { Refusal, invalidType, missing, notAccessible } from '../refusal.ts'
import { integerParam, v2 } from '../request.ts'
import type { EcmRequest } from '../request.ts'
import type { WorkflowMap } from '../start-state.ts'
import type { Draft, Process } from './process-store.ts'

/** POST /v2/draftprocesses. */
export function createDraft(request: EcmRequest): object {
  const { world, input } = request
  const map = mapOf(request, neededInteger(input, 'workflow_id'))
  const documentIds = (listOf(input, 'doc_ids') ?? []).map(Number)
  const draft = { id: world.nodes.takeId(), map, documentIds, values: {} }
  world.processes.drafts.set(draft.id, draft)
  return v2(request, { draftprocess_id: draft.id, workflow_type: '1_1' })
}

/** GET /v1/forms/draftprocesses and …/update. */
export function draftForm(request: EcmRequest): object {
  const { map, values } = draftOf(request, neededInteger(Object.fromEntries(request.call.query), 'draftprocess_id'))
  return { forms: [{ data: { WorkflowForm_Title: map.name, WorkflowForm_WorkflowDueDate: null, ...values } }] }
}

/** PUT /v2/draftprocesses/{id}: `formUpdate` keeps values, `Initiate` starts. */
export function changeDraft(request: EcmRequest): object {
  const { world, input } = request
  const draft = draftOf(request, integerParam(request, 'id'))
  const action = neededText(input, 'action')
  if (action === 'formUpdate') {
    Object.assign(draft.values, objectOf(input, 'values'))
    return v2(request, {})
  }
  if (action !== 'Initiate') throw new Refusal(400, `There is no action '${action}'`)
  world.processes.drafts.delete(draft.id)
  const { id } = start(request, draft)
  return v2(request, { process_id: id, custom_message: null, WorkID: id, WRID: id })
}

/** POST /v2/processes and /v2/workflows/Initiate with `definition.workflow_id`; POST /v2/draftprocesses/startwf. */
export function startProcess(request: EcmRequest): object {
  const definition = objectOf(request.input, 'definition') ?? request.input
  const map = mapOf(request, neededInteger(definition, 'workflow_id'))
  const documentIds = (listOf(request.input, 'doc_ids') ?? []).map(Number)
  const { id } = start(request, { id: 0, map, documentIds, values: {} })
  return v2(request, { custom_message: null, process_id: id, WorkID: id })
}

function start({ world, user, nowMs }: EcmRequest, { map, documentIds, values }: Draft): Process {
  const id = world.nodes.takeId()
  const process: Process = {
    ...{ id, map, startedMs: nowMs, initiatorId: user.id, documentIds, values, done: [] },
    ...{ status: 'active', step: 0 },
  }
  world.processes.processes.set(id, process)
  tell(world, 'process-started', process, user.name)
  return process
}

/** GET /v2/workflows/status/processes/{id}. */
export function processStatus(request: EcmRequest): object {
  const { settings } = request
  const { id, map, status, step, startedMs, initiatorId, done } = processOf(request, 'id')
  const waiting = map.steps.slice(step)
  return v2(request, {
    wf_details: {
      work_workID: id,
      wf_name: map.name,
      status,
      date_initiated: writeDate(startedMs, settings),
      initiator: initiatorId,
    },
    step_list: {
      completed: done.map((one, at) => ({
        task_id: at + 1,
        task_name: one.step,
        task_assignee: one.userId,
        disposition: one.disposition,
      })),
      current: waiting
        .slice(0, 1)
        .map(({ name, assigneeId }) => ({ task_id: step + 1, task_name: name, task_assignee: assigneeId })),
      next: waiting.slice(1).map(({ name }) => ({ task_name: name })),
    },
  })
}

/** PUT /v2/processes/{p}/subprocesses/{s}/tasks/{t}. Tasks are personal; values need a PUT of their own before. */
export function actOnTask(request: EcmRequest): object {
  const { world, user, input } = request
  const process = processOf(request, 'id')
  const step = process.map.steps[process.step]
  if (process.status !== 'active' || !step || integerParam(request, 'task') !== process.step + 1) throw notAccessible()
  if (step.assigneeId !== user.id) throw new Refusal(400, 'The task is not assigned to you')
  const [action, custom] = [textOf(input, 'action'), textOf(input, 'custom_action')]
  if (action !== undefined && custom !== undefined)
    throw new Refusal(400, 'action and custom_action exclude each other')
  const disposition = custom ?? action
  if (disposition === undefined) throw missing('action')
  if (disposition === 'formUpdate') {
    Object.assign(process.values, objectOf(input, 'values'))
    return v2(request, {})
  }
  process.done.push({ step: step.name, userId: user.id, disposition, comment: textOf(input, 'comment') ?? '' })
  process.step += 1
  if (process.step === process.map.steps.length) process.status = 'completed'
  tell(world, 'process-task-done', process, user.name, { step: step.name, disposition })
  return v2(request, { custom_message: null })
}

/** PUT /v2/processes/{id}/status. */
export function changeProcess(request: EcmRequest): object {
  const process = processOf(request, 'id')
  const status = neededText(request.input, 'status')
  if (status !== 'suspend' && status !== 'resume' && status !== 'stop' && status !== 'archive')
    throw invalidType('status')
  process.status = status === 'resume' ? 'active' : status
  tell(request.world, 'process-status-changed', process, request.user.name, { status })
  return v2(request, {})
}

/** GET /v2/members/assignments: what waits for the caller. */
export function assignments(request: EcmRequest): object {
  const { world, user } = request
  const waiting = [...world.processes.processes.values()].filter(({ status, map, step }) => {
    return status === 'active' && map.steps[step]?.assigneeId === user.id
  })
  const shown = waiting.map(({ id, map, step, initiatorId, startedMs }) => ({
    ...{ id, name: map.steps[step]?.name, type: 153, type_name: 'Workflow Step', description: '', instructions: '' },
    ...{ priority: 50, priority_name: 'Medium', status: 2, status_name: 'Ready', from_user_id: initiatorId },
    ...{ date_due: null, date_received: writeDate(startedMs, request.settings), location_id: null },
    ...{ workflow_id: id, workflow_subworkflow_id: id, workflow_subworkflow_task_id: step + 1, maptask_subtype: 0 },
    ...{ favorite: false, followup_id: null },
  }))
  return v2(request, { data: { assignments: shown } })
}

function tell(
  world: EcmRequest['world'],
  kind: 'process-started' | 'process-task-done' | 'process-status-changed',
  { id, map }: Process,
  user: string,
  more: object = {},
): void {
  world.effectCount += 1
  world.effects.add({ kind, subject: String(id), id: map.name }, { name: map.name, user, ...more })
}

function mapOf({ settings }: EcmRequest, id: number): WorkflowMap {
  const map = settings.workflowMaps.find(one => one.id === id)
  if (!map) throw notAccessible()
  return map
}

function draftOf({ world }: EcmRequest, id: number): Draft {
  const draft = world.processes.drafts.get(id)
  if (!draft) throw notAccessible()
  return draft
}

function processOf(request: EcmRequest, name: string): Process {
  const process = request.world.processes.processes.get(integerParam(request, name))
  if (!process) throw notAccessible()
  return process
}
