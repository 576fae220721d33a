import { z } from 'zod'
import { PushFeedback } from '../../../schemas/push-feedback.generated.ts'
import { faultsOf, inWords, pointerTo } from '../frame/fault.ts'
import type { Fault } from '../frame/fault.ts'
import { name, optional, text, time } from '../frame/field-types.ts'
import { UnnamedFields } from '../frame/unnamed-fields.ts'
import { devicePath, eventPath, type PushItem } from './items.ts'
import { sourceOf, type Said } from './said.ts'

/** Text that the gateway gives back in base64, because clients may have put anything into it. */
const base64Text = z
  .base64('must be base64')
  .max(4_096, 'may have 4096 characters')
  .transform(said => Buffer.from(said, 'base64').toString('utf8'))

export const Job = z.object({
  job_id: name,
  app: optional(name),
  submit_id_base64: optional(base64Text),
  audience: optional(z.enum(['customer', 'employee', 'both'], 'must be customer, employee or both')),
})
export const Device = z.object({ user: optional(name), client_id: optional(name), ref_base64: optional(base64Text) })
export const Event = z.object({
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
const kindOf = (type: string) => kinds.find(kind => kind === type) ?? 'other'

const known = {
  // Nothing is taken from these: entry_time and job_state say less than the events, and delivery_attempts says the same again.
  job: new Set([...Object.keys(Job.shape), 'job_state', 'entry_time']),
  device: new Set([...Object.keys(Device.shape), 'delivery_attempts']),
  event: new Set(Object.keys(Event.shape)),
  error: new Set(['code', 'message']),
}

/** One event of a delivery to the record of it, or everything that is wrong. Pointers are those of a status with this event alone. */
export function readFeedback({ status, delivery, event }: Extract<PushItem, { is: 'feedback' }>): Said {
  const faults: Fault[] = []
  const read = <S extends z.ZodType>(schema: S, value: unknown, path: string) => {
    const parsed = schema.safeParse(value, { error: inWords })
    if (!parsed.success) faults.push(...faultsOf(parsed.error.issues, path))
    return parsed.data
  }
  const job = read(Job, status, '')
  const device = read(Device, delivery, pointerTo(devicePath))
  const happened = read(Event, event, pointerTo(eventPath))
  const rest = unnamed(status, delivery, event)
  faults.push(...rest.faults)
  const client = device?.client_id ?? device?.ref_base64 ?? null
  const subject = device?.user ?? (client === null ? null : `client:${client}`)
  if (subject === null && device)
    faults.push({ pointer: pointerTo(devicePath), detail: 'names neither user nor client_id' })
  if (!job || !device || !happened || subject === null || faults.length > 0) return { ok: false, faults }
  if (happened.type === 'action' && happened.action === null) {
    return {
      ok: false,
      faults: [{ pointer: pointerTo([...eventPath, 'action']), detail: 'is required: which button' }],
    }
  }
  const value: PushFeedback = {
    eventId: happened.event_id,
    subject,
    occurredAt: happened.event_time,
    source: sourceOf(job.app),
    kind: kindOf(happened.type),
    type: happened.type,
    jobId: job.job_id,
    submitId: job.submit_id_base64,
    app: job.app,
    user: device.user,
    clientId: client,
    tokenRef: happened.token_ref,
    audience: job.audience,
    action: happened.action,
    comment: happened.comment,
    correlationId: happened.correlation_id,
    errorCode: happened.error?.code ?? null,
    errorMessage: happened.error?.message ?? null,
    link: happened.link,
    extra: rest.extra,
  }
  return { ok: true, schema: PushFeedback, type: `push.${happened.type}`, value }
}

/** What the event says beside the known goes by its own name, what its job and its device say with job. and delivery. before it. */
function unnamed(status: unknown, delivery: unknown, event: unknown): UnnamedFields {
  const fields = new UnnamedFields()
  fields.keep(event, known.event, eventPath)
  fields.keep(delivery, known.device, devicePath, 'delivery.')
  fields.keep(status, known.job, [], 'job.')
  const error: unknown = typeof event === 'object' && event !== null && 'error' in event ? event.error : undefined
  fields.keep(error, known.error, [...eventPath, 'error'], 'error.')
  return fields
}
