import type { Device } from './device-registry.ts'
import type { Rejected } from './recipients.ts'

export const eventTypes = [
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
export type EventType = (typeof eventTypes)[number]

/** What a user did, beside its type. */
export interface Doing {
  readonly action?: string | undefined
  readonly comment?: string | undefined
  readonly link?: string | undefined
}

/** One event of a delivery. */
export interface Noted extends Doing {
  readonly event_id: string
  readonly type: EventType
  readonly atMs: number
  /** Why it failed, by the codes of Firebase. */
  readonly error?: { readonly code: string; readonly message: string }
}

interface Delivery {
  readonly clientId: string
  readonly user: string | null
  readonly events: Noted[]
}

export interface Job {
  readonly id: string
  readonly app: string
  readonly submitId: string | null
  readonly entryMs: number
  readonly deliveries: ReadonlyMap<string, Delivery>
  readonly rejected: readonly Rejected[]
  /** What the push's data called correlation_id: the app gives it back with the answer. */
  readonly correlationId: string | null
}

type NewJob = Pick<Job, 'app' | 'submitId' | 'entryMs' | 'rejected' | 'correlationId'>

/** What was sent, and what became of it on each device. */
export class Jobs {
  readonly #jobs = new Map<string, Job>()
  #lastJob = 0
  #lastEvent = 0

  /** `deliveredMs`: when the devices get it; null: never. */
  add(given: NewJob, devices: readonly Device[], unregistered: readonly Device[], deliveredMs: number | null): Job {
    const id = `pns1-${++this.#lastJob}`
    const { entryMs } = given
    const deliveries = new Map<string, Delivery>()
    const open = ({ clientId, user }: Device, types: readonly EventType[]): Delivery => {
      const events = types.map(type => this.#event(type, entryMs))
      const delivery = { clientId, user, events }
      deliveries.set(clientId, delivery)
      return delivery
    }
    for (const device of devices) {
      const { events } = open(device, ['accepted', 'sent'])
      if (deliveredMs !== null) events.push(this.#event('delivered', deliveredMs))
    }
    for (const device of unregistered) open(device, ['accepted', 'failed', 'unregistered'])
    const job = { id, deliveries, ...given }
    this.#jobs.set(id, job)
    return job
  }

  find(id: string): Job | undefined {
    return this.#jobs.get(id)
  }

  /** What a user did with a message; undefined when it never went to that device. */
  happen(jobId: string, clientId: string, type: EventType, atMs: number, doing: Doing = {}): Noted | undefined {
    const delivery = this.#jobs.get(jobId)?.deliveries.get(clientId)
    if (!delivery) return undefined
    const event = { ...this.#event(type, atMs), ...doing }
    delivery.events.push(event)
    return event
  }

  #event(type: EventType, atMs: number): Noted {
    const error = { code: 'UNREGISTERED', message: 'The token of this device is no longer registered.' }
    return { event_id: `event-${++this.#lastEvent}`, type, atMs, ...(type === 'failed' && { error }) }
  }
}

/** A job in the shape of the messaging API's status; what has not happened yet is left out. */
export function showStatus(job: Job, nowMs: number) {
  const { id, app, submitId, entryMs, deliveries } = job
  const shown = [...deliveries.values()].map(delivery => showDelivery(job, delivery, nowMs))
  const isPosted = shown.every(({ delivery_attempts: [attempt] }) => attempt?.state !== 'Submitted')
  return {
    job_id: id,
    app,
    job_state: isPosted ? ['Complete', 'Posted'] : ['Posted'],
    submit_id_base64: submitId === null ? null : toBase64(submitId),
    entry_time: toTime(entryMs),
    deliveries: shown,
  }
}

/** The status of a job with some events of its deliveries and no others: what a webhook tells. */
export function showDeliveryEvents(job: Job, told: readonly { readonly clientId: string; readonly event: Noted }[]) {
  const clients = [...new Set(told.map(({ clientId }) => clientId))]
  const deliveries = clients.map(clientId => {
    const user = job.deliveries.get(clientId)?.user ?? null
    const ofDevice = told.filter(one => one.clientId === clientId)
    const events = { push_delivery_events: ofDevice.map(({ event }) => showEvent(job, clientId, event)) }
    return { ref_base64: toBase64(clientId), client_id: clientId, user, events }
  })
  const { id, app, submitId, entryMs } = job
  const submit_id_base64 = submitId === null ? null : toBase64(submitId)
  return { job_id: id, app, submit_id_base64, entry_time: toTime(entryMs), deliveries }
}

/** What a user did comes with the correlation that the push came with. */
function showEvent({ correlationId }: Job, clientId: string, { atMs, event_id, type, ...doing }: Noted) {
  const isDoing = ['opened', 'clicked', 'dismissed', 'action'].includes(type)
  const correlation = isDoing && correlationId !== null ? { correlation_id: correlationId } : {}
  return { event_id, event_time: toTime(atMs), type, token_ref: clientId, ...correlation, ...doing }
}

function showDelivery(job: Job, { clientId, user, events }: Delivery, nowMs: number) {
  const happened = events.filter(({ atMs }) => atMs <= nowMs)
  const timeOf = (type: EventType): string | null => {
    const found = happened.find(event => event.type === type)
    return found ? toTime(found.atMs) : null
  }
  const delivered = timeOf('delivered')
  const state = timeOf('failed') !== null ? 'Error' : delivered !== null ? 'Sent' : 'Submitted'
  return {
    ref_base64: toBase64(clientId),
    client_id: clientId,
    user,
    delivery_attempts: [{ state, first_attempt: timeOf('accepted'), delivery_time: delivered }],
    events: {
      push_delivery_events: happened.map(event => showEvent(job, clientId, event)),
    },
  }
}

function toBase64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64')
}

function toTime(ms: number): string {
  return new Date(ms).toISOString()
}
