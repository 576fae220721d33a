import { pushEvents } from '../../../../topics/push-events.ts'
import { pushSource } from '../../../sources/push.ts'
import { countedEvents } from '../counter.ts'
import { numberOf, type Source } from '../source.ts'
import { secret, timeOf, webhookClient } from './webhook.ts'

/** Events of operations and feedback in turn, in signed JSON arrays. */
export const push: Source = {
  name: 'push',
  env: { SIGNALBOX_PUSH_WEBHOOK_SECRETS: secret, SIGNALBOX_PUSH_WEBHOOK_RATE: '10000000' },
  topic: pushEvents,
  output: countedEvents,
  mostPerBatch: 1_000,
  open: url => webhookClient(`${url}/ingress/push`, pushSource, eventOf),
  numberOf,
}

function eventOf(id: string, subject: string, number: number): unknown {
  const said = { event_id: id, event_time: timeOf(number) }
  if (number % 2 === 0) return { ...said, type: 'order.shipped', customer: subject, title: 'It is on its way' }
  const events = { push_delivery_events: [{ ...said, type: 'opened' }] }
  return {
    job_id: `job-${number}`,
    app: 'shop',
    deliveries: [{ client_id: `phone-${subject}`, user: subject, events }],
  }
}
