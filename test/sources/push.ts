import { WebhookSource, type Sendable, type WebhookSourceOptions } from './webhook-source.ts'

/** The push gateway: batches of events of operations and of feedback, which its webhook sends as one JSON array. */
export const pushSource = (options: WebhookSourceOptions, name = 'push'): WebhookSource =>
  new WebhookSource(options, {
    name,
    contentType: 'application/json',
    bodyOf: events => JSON.stringify(events.map(({ event }) => event)),
  })

export interface PushLoad {
  /** Ids of events begin with it: must differ between runs on one topic. */
  readonly run: string
  readonly count: number
  readonly customers: number
  /** When the first happened, ms since 1970; each later one a millisecond later. */
  readonly from?: number
}

const kinds = ['delivered', 'opened', 'clicked'] as const
const types = ['order.shipped', 'payment.failed', 'appointment.moved'] as const

/** A row of events of operations and of feedback in turn, each of one of the customers, always the same for the same arguments. */
export function* pushEvents({ run, count, customers, from = Date.UTC(2026, 0, 1) }: PushLoad): Generator<Sendable> {
  for (let n = 0; n < count; n++) {
    const id = `${run}-${n}`
    const customer = `customer-${n % customers}`
    const time = new Date(from + n).toISOString()
    yield { id, event: n % 2 === 0 ? operational(id, time, customer, n) : feedback(id, time, customer, n) }
  }
}

const operational = (id: string, time: string, customer: string, n: number) => ({
  event_id: id,
  event_time: time,
  type: types[n % types.length],
  customer,
  title: 'Something happened',
  record: { type: 'order', id: `O-${n}` },
  data: { n, carrier: 'DHL' },
})

function feedback(id: string, time: string, customer: string, n: number) {
  const client = `phone-of-${customer}`
  const event = { event_id: id, event_time: time, type: kinds[n % kinds.length], token_ref: client }
  return {
    job_id: `pns1-${n}`,
    app: 'load',
    submit_id_base64: Buffer.from(`submit-${n}`).toString('base64'),
    deliveries: [{ client_id: client, user: customer, events: { push_delivery_events: [event] } }],
  }
}
