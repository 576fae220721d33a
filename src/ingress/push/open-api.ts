import { z } from 'zod'
import { accepted202Schema, signatureParameters, signatureScheme } from '../frame/answer.ts'
import { schemaPath } from '../frame/documents.ts'
import type { JsonSchema, OpenApiOperation } from '../frame/endpoint.ts'
import { jsonSchemaOf } from '../frame/json-schema.ts'
import { Device, Event as DeliveryEvent, Job } from './feedback.ts'
import { Event, kinds, Moved } from './operational.ts'

const events = z.object({ push_delivery_events: z.array(DeliveryEvent) })
const status = Job.extend({ deliveries: z.array(Device.extend({ events })) })

/** `status` and `event` are what a body holds; the others are the data of the types they are named after, `other` that of all other types. */
export const schemas: ReadonlyMap<string, JsonSchema> = new Map([
  ['status', jsonSchemaOf(status)],
  ['event', jsonSchemaOf(Event.extend({ data: z.looseObject({}).nullish() }))],
  ...[...kinds].map(([type, { data }]) => [type, jsonSchemaOf(data)] as const),
  ['other', jsonSchemaOf(Moved)],
])

const reference = (name: string) => ({ $ref: schemaPath('push', name) })
const either = { anyOf: [reference('event'), reference('status')] }

const example = [
  {
    event_id: 'op-4711',
    event_time: '2026-03-01T12:00:00Z',
    type: 'order.shipped',
    customer: 'ann',
    record: { type: 'order', id: 'O-17' },
    title: 'Your order is on its way',
    data: { carrier: 'DHL', scheduled_at: '2026-03-03T10:00:00Z' },
  },
  {
    job_id: 'pns1-42',
    app: 'shop',
    submit_id_base64: 'ZGVsaXZlcnktMQ==',
    deliveries: [
      {
        client_id: 'phone-7',
        user: 'ann',
        events: {
          push_delivery_events: [
            { event_id: 'event-9', event_time: '2026-03-01T12:00:04Z', type: 'action', action: 'approve' },
          ],
        },
      },
    ],
  },
]

/** What a person who sends to it has to know. */
export const openApi: OpenApiOperation = {
  summary: 'Events of operations and feedback on pushes',
  description: [
    'OpenText publishes no contract for this: it is a proposal of this project, modelled on the status of OpenText’s messaging API.',
    'A body is an event of operations, a status of a job with its deliveries, or an array of both, in any order. Whatever is not 2xx is sent again with the same webhook-id and ids of events, signed anew.',
    `Types with a form of their own: ${[...kinds.keys()].join(', ')}; any other type is kept in one general form. What data holds beside the fields of its schema is kept too.`,
  ].join('\n\n'),
  security: signatureScheme,
  parameters: signatureParameters,
  content: {
    'application/json': { schema: { anyOf: [...either.anyOf, { type: 'array', items: either }] }, example },
  },
  responses: { 202: { description: 'Kafka has everything that is counted as accepted.', schema: accepted202Schema } },
}
