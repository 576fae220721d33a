import type { Call, Handled } from '../frame/call.ts'
import type { Answer } from '../frame/reply.ts'
import type { Frame } from '../frame/sandbox.ts'
import type { AnsweredKeys } from '../http/answered-keys.ts'
import type { Device, DeviceRegistry } from './device-registry.ts'
import { failure, quotaExceeded } from './failure.ts'
import type { Feedback } from './feedback.ts'
import { deadToken } from './faults/dead-token.ts'
import type { Job, Jobs } from './jobs.ts'
import { pushSchema, wrongWith } from './push-request.ts'
import type { PushRequest } from './push-request.ts'
import { recipientsOf } from './recipients.ts'
import type { Rejected } from './recipients.ts'
import type { Quota } from './quota.ts'
import type { Settings } from './settings.ts'

export interface PushState {
  readonly frame: Frame<Settings>
  readonly devices: DeviceRegistry
  readonly jobs: Jobs
  readonly keys: AnsweredKeys
  readonly quota: Quota
  readonly feedback: Feedback
}

/** `POST /deployments/notifications/{app}/push`. The same submit id is answered as it was the first time. */
export function send(call: Call, app: string, state: PushState): Handled {
  const { frame, devices, jobs, keys, quota } = state
  const settings = frame.settings()
  const submitId = submitIdOf(call)
  const key = `${app} ${submitId ?? ''}`
  if (submitId !== null) {
    const before = keys.before(key, call.raw, call.atMs)
    if (before.seen === 'same') return { answer: before.answer, applied: false }
    if (before.seen === 'other')
      return no(failure(409, 'SUBMIT_ID_CONFLICT', 'This X-MRA-SubmitId came with another body before.', submitId))
  }
  const { data: request, error } = pushSchema.safeParse(call.json)
  if (!request) return no(failure(400, 'INVALID_ARGUMENT', sentenceOf(error.issues)))
  const wrong = wrongWith(request, settings)
  const { reached, rejected } = wrong ? { reached: [], rejected: [] } : recipientsOf(request, devices, settings)
  // A call that is wrong in itself uses up the quota like a message.
  const waitMs = quota.take(Math.max(1, reached.length), settings.quota, call.atMs)
  if (waitMs > 0) return no(quotaExceeded(Math.ceil(waitMs / 1000)))
  if (wrong) return no(failure(400, ...wrong))
  const struck = frame.faults.take(deadToken, call)
  for (const device of reached)
    if (struck && (struck.clientId ?? device.clientId) === device.clientId) device.dead = true
  const [dead, live] = [reached.filter(device => device.dead), reached.filter(device => !device.dead)]
  const deliveredMs = settings.deliveredAfterMs === null ? null : call.atMs + settings.deliveredAfterMs
  const refusals = [...rejected, ...dead.map(unregistered)]
  const correlationId = correlationOf(request)
  const entry = { app, submitId, entryMs: call.atMs, rejected: refusals, correlationId }
  const job = jobs.add(entry, live, dead, deliveredMs)
  for (const { clientId, user } of live)
    frame.effects.add({ kind: 'push', subject: user, id: submitId ?? job.id }, { client: clientId, job: job.id, app })
  const answer = { status: 200, body: { job_id: job.id, accepted: live.map(target), rejected: refusals } }
  if (submitId !== null) keys.remember(key, call.raw, answer, call.atMs, settings.submitIdSeconds)
  react(job, live, state)
  return { answer, applied: live.length > 0 }
}

/** What the users do by themselves; and all that has happened so far is told. */
function react(job: Job, live: readonly Device[], { frame, jobs, feedback }: PushState): void {
  for (const { clientId } of live)
    for (const { type, afterMs, ...doing } of frame.settings().reactions)
      jobs.happen(job.id, clientId, type, job.entryMs + afterMs, doing)
  for (const { clientId, events } of job.deliveries.values())
    feedback.tell(events.map(event => ({ job, clientId, event })))
}

function correlationOf({ data }: PushRequest): string | null {
  const said = data?.['correlation_id']
  return typeof said === 'string' && said !== '' ? said : null
}

function submitIdOf({ headers }: Call): string | null {
  const value = headers['x-mra-submitid']
  return typeof value === 'string' && value !== '' ? value : null
}

function target({ clientId, user }: Device) {
  return { target: clientId, user }
}

function unregistered({ clientId }: Device): Rejected {
  return { target: clientId, key: 'UNREGISTERED', errorMessage: 'The token of this device is no longer registered.' }
}

function sentenceOf(issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]): string {
  return issues.map(({ path, message }) => `${path.map(String).join('.') || '(body)'}: ${message}`).join('; ')
}

function no(answer: Answer): Handled {
  return { answer, applied: false }
}
