import { xconnectorEvents } from '../../../../topics/xconnector-events.ts'
import { xconnectorSource } from '../../../sources/xconnector.ts'
import { countedEvents } from '../counter.ts'
import { numberOf, type Source } from '../source.ts'
import { secret, timeOf, webhookClient } from './webhook.ts'

/** Changes of records in signed frames, an event on each line. */
export const xconnector: Source = {
  name: 'xconnector',
  env: { SIGNALBOX_XCONNECTOR_WEBHOOK_SECRETS: secret, SIGNALBOX_XCONNECTOR_WEBHOOK_RATE: '10000000' },
  topic: xconnectorEvents,
  output: countedEvents,
  mostPerBatch: 1_000,
  open: url => webhookClient(`${url}/ingress/xconnector`, xconnectorSource, eventOf),
  numberOf,
}

const eventOf = (id: string, subject: string, number: number): unknown => ({
  specversion: '1.0',
  id,
  source: '/xconnector/chaos',
  type: 'xconnector.record.changed',
  time: timeOf(number),
  correlationid: `order-${subject}`,
  data: {
    record: { type: 'order', id: `O-${subject}`, version: number + 1 },
    status: 'shipped',
    previous_status: 'packed',
    customer: subject,
  },
})
