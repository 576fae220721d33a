import { z } from 'zod'
import { PushFeedback } from '../../../schemas/push-feedback.generated.ts'
import { happenedAt } from '../frame/event-headers.ts'
import { pointerTo, read } from '../frame/fault.ts'
import { name, object, optional, text, time } from '../frame/field-types.ts'
import { memberOf } from '../frame/json-object.ts'
import { UnnamedFields } from '../frame/unnamed-fields.ts'
import { devicePath, eventPath, type PushItem } from './items.ts'
import { sourceOf, type Said } from './said.ts'

/** Text that the gateway gives back in base64, because clients may have put anything into it. */
const base64Text = z
  .base64('must be base64')
  .max(4_096, 'may have 4096 characters')
  .transform(said => Buffer.from(said, 'base64').toString('utf8'))

export const Job = object({
  job_id: name,
  app: optional(name),
  submit_id_base64: optional(base64Text),
  audience: optional(z.enum(['customer', 'employee', 'both'], 'must be customer, employee or both')),
})
export const Device = object({ user: optional(name), client_id: optional(name), ref_base64: optional(base64Text) })
type Device = z.output<typeof Device>
export const Event = object({
  event_id: name,
  event_time: time,
  type: name,
  token_ref: optional(name),
  action: optional(name),
  comment: optional(text(4_096)),
  correlation_id: optional(name),
  link: optional(text(4_096)),
  error: optional(z.object({ code: optional(name), message: optional(text(4_096)) })),
})

const kinds = [
  'accepted',
  'sent',
  'delivered',
  'failed',
  'opened',
  'clicked',
  'dismissed',
  'action',
  'unregistered',
] as const
const kindsByType: ReadonlyMap<string, PushFeedback['kind']> = new Map(kinds.map(kind => [kind, kind]))

const known = {
  // Nothing is taken from these: entry_time and job_state say less than the events, and delivery_attempts says the same again.
  job: new Set([...Object.keys(Job.shape), 'job_state', 'entry_time']),
  device: new Set([...Object.keys(Device.shape), 'delivery_attempts']),
  event: new Set(Object.keys(Event.shape)),
  error: new Set(['code', 'message']),
}

const pointers = {
  device: pointerTo(devicePath),
  event: pointerTo(eventPath),
  action: pointerTo([...eventPath, 'action']),
}

type Feedback = Extract<PushItem, { is: 'feedback' }>

/** One event of a delivery to the record of it, or everything that is wrong. Pointers are those of a status with this event alone. */
export function readFeedback(item: Feedback, now: number): Said {
  const job = read(Job, item.status)
  const device = read(Device, item.delivery, pointers.device)
  const event = read(Event, item.event, pointers.event)
  const rest = unnamed(item)
  const subject = device.ok ? subjectOf(device.value) : null
  if (!job.ok || !device.ok || !event.ok || subject === null || rest.faults.length > 0) {
    const unread = [job, device, event].flatMap(reading => (reading.ok ? [] : reading.faults))
    const nobody = { pointer: pointers.device, detail: 'names neither user nor client_id' }
    return { ok: false, faults: [...unread, ...rest.faults, ...(device.ok && subject === null ? [nobody] : [])] }
  }
  const { type, action, event_time: happened } = event.value
  if (type === 'action' && action === null)
    return { ok: false, faults: [{ pointer: pointers.action, detail: 'is required: which button' }] }
  const value = recordOf({ job: job.value, device: device.value, event: event.value }, subject, rest.extra, now)
  return { ok: true, schema: PushFeedback, type: `push.${type}`, happened, value }
}

const clientOf = ({ client_id, ref_base64 }: Device): string | null => client_id ?? ref_base64

function subjectOf(device: Device): string | null {
  const client = clientOf(device)
  return device.user ?? (client === null ? null : `client:${client}`)
}

interface Parts {
  readonly job: z.output<typeof Job>
  readonly device: Device
  readonly event: z.output<typeof Event>
}

const recordOf = (
  { job, device, event }: Parts,
  subject: string,
  extra: Record<string, string>,
  now: number,
): PushFeedback => ({
  eventId: event.event_id,
  subject,
  occurredAt: happenedAt(event.event_time, now),
  source: sourceOf(job.app),
  kind: kindsByType.get(event.type) ?? 'other',
  type: event.type,
  jobId: job.job_id,
  submitId: job.submit_id_base64,
  app: job.app,
  user: device.user,
  clientId: clientOf(device),
  tokenRef: event.token_ref,
  audience: job.audience,
  action: event.action,
  comment: event.comment,
  correlationId: event.correlation_id,
  errorCode: event.error?.code ?? null,
  errorMessage: event.error?.message ?? null,
  link: event.link,
  extra,
})

/** What the event says beside the known goes by its own name, what its job and its device say with job. and delivery. before it. */
function unnamed({ status, delivery, event }: Feedback): UnnamedFields {
  const fields = new UnnamedFields()
  fields.keep(event, known.event, eventPath)
  fields.keep(delivery, known.device, devicePath, 'delivery.')
  fields.keep(status, known.job, [], 'job.')
  fields.keep(memberOf(event, 'error'), known.error, errorPath, 'error.')
  return fields
}

const errorPath = [...eventPath, 'error']
