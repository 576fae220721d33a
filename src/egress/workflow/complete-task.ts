import { z } from 'zod'
import type { Finding, Outcome } from '../../stream/define.ts'
import { Halt, orInDoubt } from '../../transport/halt.ts'
import { outcomeOfRefusal, rejected, retry, type Refused } from '../../systems/workflow/outcome.ts'
import type { ClaimTask, CompleteTask } from './request.ts'
import type { WorkflowRequest, WorkflowService } from '../../systems/workflow/workflow-service.ts'

/** What became of a task. `outcome` is undefined where its history does not tell. */
type TaskState =
  | { readonly kind: 'open' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'completed'; readonly outcome: string | null | undefined }

const Open = z.object({ assignee: z.string().nullish() })
const Historic = z.object({ endTime: z.string().nullish(), outcome: z.string().nullish() })
const history = '/workflow-history/v1/historic-task-instances/'

export async function completeTask(
  service: WorkflowService,
  work: CompleteTask,
  signal: AbortSignal,
): Promise<Outcome> {
  const reply = await service.ask(actOn(work), signal)
  if (reply.kind === 'ok') return { kind: 'delivered', destinationId: work.taskId }
  if (reply.status < 500 && reply.status !== 404 && reply.status !== 409) return outcomeOfRefusal(reply)
  const state = taskState(service, work.taskId, signal)
  return outcomeByState(await (reply.status < 500 ? state : orInDoubt(state, reply.error)), work, reply)
}

/** Claiming for the same user again changes nothing. A conflict may be somebody else's claim, or any change at the same moment. */
export async function claimTask(service: WorkflowService, work: ClaimTask, signal: AbortSignal): Promise<Outcome> {
  const reply = await service.ask(actOn(work), signal)
  if (reply.kind === 'ok') return { kind: 'delivered', destinationId: work.taskId }
  if (reply.status !== 409) return outcomeOfRefusal(reply)
  const open = Open.safeParse(await read(service, openTask(work.taskId), signal)).data
  if (open?.assignee == null) return outcomeOfRefusal(reply)
  if (open.assignee !== work.assignee) return rejected(`already_claimed: ${reply.error}`)
  return { kind: 'delivered', destinationId: work.taskId, note: 'already_claimed: for this user' }
}

/** Whether a task that was to be completed is; its outcome tells by whom. */
export async function findCompleted(
  service: WorkflowService,
  work: CompleteTask,
  signal: AbortSignal,
): Promise<Finding> {
  const state = await taskState(service, work.taskId, signal)
  if (state.kind === 'open') return { kind: 'notApplied' }
  if (state.kind === 'completed' && state.outcome !== undefined && state.outcome === work.outcome)
    return { kind: 'applied', destinationId: work.taskId }
  const reason =
    state.kind === 'completed'
      ? `already_completed: ${saidOf(state.outcome)}`
      : 'not_found: the task is neither open nor in the history'
  return { kind: 'unknown', reason, afterMs: null }
}

const actOn = ({ operation, taskId, json }: CompleteTask | ClaimTask): WorkflowRequest => ({
  method: 'POST',
  path: `/workflow/v1/tasks/${encodeURIComponent(taskId)}`,
  effect: operation === 'complete-task' ? 'item' : 'state',
  json,
})

/** Pure. The service is done with the request, so the state tells what its refusal does not. */
export function outcomeByState(state: TaskState, work: CompleteTask, refused: Refused): Outcome {
  if (state.kind === 'open')
    return retry(`${refused.status === 409 ? 'conflict' : `status_${refused.status}`}: ${refused.error}`)
  if (state.kind === 'unknown') return outcomeOfRefusal(refused)
  // Without an outcome nothing tells our completion from another's.
  const isOurs = work.outcome !== null && state.outcome === work.outcome
  if (isOurs) return { kind: 'delivered', destinationId: work.taskId, note: 'already_completed: with this outcome' }
  return rejected(`already_completed: ${saidOf(state.outcome)}`)
}

async function taskState(service: WorkflowService, taskId: string, signal: AbortSignal): Promise<TaskState> {
  if ((await read(service, openTask(taskId), signal)) !== undefined) return { kind: 'open' }
  const past = await read(service, `${history}${encodeURIComponent(taskId)}`, signal)
  const task = Historic.safeParse(past).data
  return task?.endTime ? { kind: 'completed', outcome: task.outcome } : { kind: 'unknown' }
}

const openTask = (taskId: string): string => `/workflow/v1/tasks/${encodeURIComponent(taskId)}`

/** What is there; undefined where nothing is. Halts where the service does not say which: that it fails says nothing of the task. */
async function read(service: WorkflowService, path: string, signal: AbortSignal): Promise<unknown> {
  const reply = await service.ask({ method: 'GET', path, effect: 'none' }, signal)
  if (reply.kind === 'ok') return reply.json
  if (reply.status === 404) return undefined
  throw new Halt(outcomeOfRefusal(reply))
}

const saidOf = (outcome: string | null | undefined): string =>
  outcome === undefined
    ? 'its outcome is not told'
    : outcome === null
      ? 'without an outcome'
      : `with the outcome ${outcome}`
