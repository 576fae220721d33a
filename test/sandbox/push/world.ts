import { z } from 'zod'
import type { Call, Handled } from '../frame/call.ts'
import type { Control } from '../frame/control/control.ts'
import { isSame } from '../frame/credentials.ts'
import type { Frame, World } from '../frame/sandbox.ts'
import { AnsweredKeys } from '../http/answered-keys.ts'
import { DeviceRegistry } from './device-registry.ts'
import { failure, quotaExceeded } from './failure.ts'
import { Feedback } from './feedback.ts'
import { eventTypes, Jobs, showStatus } from './jobs.ts'
import { Quota } from './quota.ts'
import { answerDevice, answerTopic } from './register.ts'
import { send } from './send.ts'
import type { PushState } from './send.ts'
import type { Settings } from './settings.ts'

const jobIds = z.object({ job_ids: z.array(z.string()).min(1).max(1000) })
const emission = z.strictObject({ events: z.array(z.unknown()).min(1).max(100_000) })
const happening = z.strictObject({
  job_id: z.string(),
  clientId: z.string(),
  type: z.enum(eventTypes),
  action: z.string().min(1).optional(),
  comment: z.string().optional(),
  link: z.string().min(1).optional(),
  at: z.iso.datetime({ offset: true }).optional(),
})

export function pushWorld(frame: Frame<Settings>): World {
  let state = newState(frame)
  return {
    admit(call) {
      const key = call.headers['otagappkey']
      if (typeof key === 'string' && isSame(key, frame.credentials.key)) return undefined
      return { answer: failure(401, 'UNAUTHENTICATED', 'The header otagAppKey is missing or wrong.'), applied: false }
    },
    answer: call => answer(call, state),
    rateLimited: (_call, seconds) => quotaExceeded(seconds),
    summary: () => ({ devices: state.devices.size }),
    controls: controls(() => state),
    configured: () => state.feedback.sender.pump(),
    reset() {
      state.feedback.clear()
      state = newState(frame)
    },
  }
}

function newState(frame: Frame<Settings>): PushState {
  const devices = new DeviceRegistry(frame.settings())
  const [jobs, keys, quota] = [new Jobs(), new AnsweredKeys(), new Quota()]
  return { frame, devices, jobs, keys, quota, feedback: new Feedback(frame) }
}

function answer(call: Call, state: PushState): Handled {
  const { method, path } = call
  const parts = path.split('/').slice(1).map(decode)
  const [first, second = '', third = '', fourth = ''] = parts
  if (first === 'devices' && parts.length === 2 && ['PUT', 'GET', 'DELETE'].includes(method))
    return answerDevice(call, second, state.devices)
  if (first === 'topics' && third === 'clients' && parts.length === 4 && ['PUT', 'DELETE'].includes(method))
    return answerTopic(call, second, fourth, state.devices)
  if (first === 'deployments' && second === 'notifications' && parts.length === 4) {
    const { apps } = state.frame.settings()
    if (apps.length > 0 && !apps.includes(third))
      return { answer: failure(404, 'NOT_FOUND', `Unknown application '${third}'.`, third), applied: false }
    if (method === 'POST' && fourth === 'push') return send(call, third, state)
    if (fourth === 'status') return { answer: status(call, state), applied: false }
  }
  return { answer: failure(404, 'NOT_FOUND', `No ${method} ${path}.`), applied: false }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** One job by `GET …/status?job_id=`, or many by `POST …/status`. */
function status(call: Call, { jobs }: PushState) {
  const one = call.query.get('job_id')
  if (call.method === 'GET') {
    const job = one === null ? undefined : jobs.find(one)
    if (!job) return failure(404, 'NOT_FOUND', `Unknown job '${one ?? ''}'.`, one)
    return { status: 200, body: showStatus(job, call.atMs) }
  }
  const { data } = jobIds.safeParse(call.json)
  if (!data) return failure(400, 'INVALID_ARGUMENT', 'job_ids must be a list of 1 to 1000.')
  const found = data.job_ids.flatMap(id => jobs.find(id) ?? [])
  return { status: 200, body: found.map(job => showStatus(job, call.atMs)) }
}

function controls(state: () => PushState): readonly Control[] {
  return [
    {
      method: 'GET',
      path: '/_sandbox/devices/',
      handle({ tail }) {
        const device = state().devices.find(tail)
        return device && { clientId: device.clientId, user: device.user, runtime: device.runtime, dead: device.dead }
      },
    },
    {
      method: 'GET',
      path: '/_sandbox/jobs/',
      handle({ tail }) {
        const { jobs, frame } = state()
        const job = jobs.find(tail)
        return job && { ...showStatus(job, frame.clock.now()), rejected: job.rejected }
      },
    },
    {
      method: 'POST',
      path: '/_sandbox/events',
      handle({ body }) {
        const { job_id: id, clientId, type, at, ...doing } = happening.parse(body)
        const { jobs, frame, feedback } = state()
        const event = jobs.happen(id, clientId, type, at === undefined ? frame.clock.now() : Date.parse(at), doing)
        const job = jobs.find(id)
        if (job && event) feedback.tell([{ job, clientId, event }])
        return event
      },
    },
    {
      method: 'POST',
      path: '/_sandbox/emit',
      handle: ({ body }) => ({ messages: state().feedback.emit(emission.parse(body).events) }),
    },
    {
      method: 'GET',
      path: '/_sandbox/webhook',
      handle: () => state().feedback.report(),
    },
  ]
}
