import { z } from 'zod'
import { accepted202Schema } from '../../frame/answer.ts'
import type { OpenApiOperation } from '../../frame/endpoint.ts'
import { jsonSchemaOf } from '../../frame/json-schema.ts'

const Event = z.looseObject({
  event_type: z.string().describe('Such as users.messages.email.Open. Kinds that are not known are kept.'),
  id: z.string().describe('The same id again is the same event.'),
  time: z.number().optional().describe('Seconds since 1970.'),
  user: z
    .looseObject({ user_id: z.string().optional(), external_user_id: z.string().nullish() })
    .optional()
    .describe('The customer is external_user_id.'),
  properties: z.looseObject({}).optional(),
})

const example = {
  events: [
    {
      event_type: 'users.messages.email.Open',
      id: '5d1c1a3e-6c0e-4a55-9a65-2f6f6f1f9c01',
      time: 1_772_366_400,
      user: { user_id: '65f0a1b2c3d4e5f601234567', external_user_id: 'ann', timezone: 'Europe/Berlin' },
      properties: {
        campaign_id: '0b7c9a52-3f1d-4b8e-8f5a-1d2c3b4a5e6f',
        dispatch_id: '65f0a1b2c3d4e5f6',
        machine_open: 'true',
      },
    },
  ],
}

/** What a person who sends to it has to know. */
export const openApi: OpenApiOperation = {
  summary: 'Braze Currents, custom HTTP connector',
  description: [
    'Braze’s own contract. Set the connector’s endpoint to this URL and its bearer token to SIGNALBOX_BRAZE_CURRENTS_TOKEN.',
    'An event that cannot be used costs its batch nothing: it is kept among the dead letters and the answer is 202, for Braze drops an event on its second 400. An empty body or a list without events checks the credentials and does nothing.',
  ].join('\n\n'),
  security: { brazeCurrents: { type: 'http', scheme: 'bearer' } },
  parameters: [
    { name: 'Braze-Currents-Version', in: 'header', required: false, description: '1', schema: { type: 'string' } },
  ],
  content: { 'application/json': { schema: jsonSchemaOf(z.object({ events: z.array(Event) })), example } },
  responses: { 202: { description: 'Kafka has everything that is counted as accepted.', schema: accepted202Schema } },
}
