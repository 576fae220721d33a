import { z } from 'zod'
import type { OpenApiOperation } from '../../frame/endpoint.ts'
import { jsonSchemaOf } from '../../frame/json-schema.ts'
import { actions } from './actions.ts'
import { Common } from './canonical.ts'
import { secretHeader } from './secret-header.ts'

const bodies = [...actions].map(([name, { body }]) => {
  const action = z.literal(name)
  return jsonSchemaOf(Common.extend(body.shape).extend({ action }))
})

/** The example as a marketer writes it, with Braze’s Liquid. */
const example = {
  action: 'push_requested',
  dispatch_id: '{{campaign.${dispatch_id}}}',
  user_id: '{{${user_id}}}',
  campaign_id: '{{campaign.${api_id}}}',
  title: 'Your order is on its way',
  body: 'It arrives tomorrow, {{${first_name}}}.',
  ttl_seconds: '3600',
}

/** What a person who sends to it has to know. */
export const openApi: OpenApiOperation = {
  summary: 'Webhooks of Braze’s campaigns and Canvases',
  description: [
    'Braze leaves the body to the template: this contract is a proposal of this project. The same request is known by `id`, else by `dispatch_id` and `user_id`, together with `action`.',
    'Values that are blank count as absent; numbers, booleans and times may be text. `data`, `properties`, `answers`, `metadata`, `consents` and `preferences` may be objects, or fields with a dot such as data.order. What cannot be used is answered 400, which Braze shows and does not repeat, and is kept among the dead letters.',
  ].join('\n\n'),
  security: { brazeWebhookSecret: { type: 'apiKey', in: 'header', name: secretHeader } },
  content: { 'application/json': { schema: { oneOf: bodies }, example } },
  responses: { 202: { description: 'Kafka has it.' } },
}
