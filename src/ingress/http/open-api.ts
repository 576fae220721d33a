import { schemaPath } from '../frame/documents.ts'
import type { JsonSchema, OpenApiOperation } from '../frame/endpoint.ts'
import { eventKinds } from './events.ts'
import { batch, structured } from './media-type.ts'

const text = (description: string, maxLength: number): JsonSchema => ({
  type: 'string',
  description,
  minLength: 1,
  maxLength,
})
const types = [...eventKinds.keys()]

const attributes = {
  specversion: { const: '1.0' },
  id: text('The same again when the same event is sent again: it is processed once.', 255),
  source: text('Which system it comes from.', 1_024),
  subject: text('The customer’s id. Events of one customer keep their order.', 255),
  type: { enum: types },
  time: {
    type: 'string',
    format: 'date-time',
    description: 'When it happened. Without it, when it arrived.',
  },
}

const event: JsonSchema = {
  type: 'object',
  description: 'A CloudEvent 1.0. Extension attributes and fields of data that the schema does not name are kept.',
  required: ['specversion', 'id', 'source', 'subject', 'type', 'data'],
  properties: { ...attributes, data: { type: 'object' } },
  oneOf: types.map(type => ({
    properties: { type: { const: type }, data: { $ref: schemaPath('http', type) } },
  })),
}

const example = {
  specversion: '1.0',
  id: 'order-4711-viewed',
  source: '/shop/web',
  subject: 'ann',
  type: 'customer.product_viewed',
  time: '2026-03-01T12:00:00Z',
  data: { productId: 'p1', productName: 'Blue shoe', price: 49.5, currency: 'EUR' },
}

const header = (name: string, schema: JsonSchema) => ({ name: `ce-${name}`, in: 'header', required: false, schema })

/** What a person who sends to it has to know. */
export const openApi: OpenApiOperation = {
  summary: 'Customer events as CloudEvents 1.0',
  description:
    'Structured, batched or binary mode of the CloudEvents HTTP binding. In a batch, events that cannot be used are named in the answer and kept for a person; their neighbours are stored. Where not one can be used, nothing is stored and the answer is 400. In binary mode the attributes are ce-* headers and the body is the data.',
  security: { bearer: { type: 'http', scheme: 'bearer' } },
  parameters: Object.entries(attributes).map(([name, schema]) => header(name, schema)),
  content: {
    [structured]: { schema: event, example },
    [batch]: { schema: { type: 'array', items: event }, example: [example] },
    'application/json': {
      schema: {
        description: 'Binary mode: the data alone.',
        anyOf: types.map(type => ({ $ref: schemaPath('http', type) })),
      },
    },
  },
  responses: {
    202: {
      description: 'Kafka has acknowledged everything that is counted.',
      schema: {
        type: 'object',
        required: ['accepted'],
        properties: {
          accepted: { type: 'integer' },
          rejected: {
            type: 'array',
            items: {
              type: 'object',
              required: ['index', 'errors'],
              properties: {
                index: { type: 'integer', description: 'Place in the batch, from 0.' },
                id: { type: 'string' },
                errors: { type: 'array', items: { type: 'object' } },
              },
            },
          },
        },
      },
    },
  },
}
