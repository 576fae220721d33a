import { accepted202Schema, signatureParameters, signatureScheme } from '../frame/answer.ts'
import { schemaPath } from '../frame/documents.ts'
import type { JsonSchema, OpenApiOperation } from '../frame/endpoint.ts'
import { jsonSchemaOf } from '../frame/json-schema.ts'
import { batch, lines, structured } from './event-frame.ts'
import { kinds, open } from './kinds.ts'

/** By type; of types that go on as they like, by how they begin, with an x for the rest. */
const byType = new Map([...kinds, ...[...open].map(([begin, of]) => [`${begin}x`, of] as const)])

/** The data of every type that has a form of its own. */
export const schemas: ReadonlyMap<string, JsonSchema> = new Map(
  [...byType].map(([type, { data }]) => [type, jsonSchemaOf(data)]),
)

const text = (description: string, maxLength: number): JsonSchema => ({
  type: 'string',
  description,
  minLength: 1,
  maxLength,
})

const event: JsonSchema = {
  type: 'object',
  description: 'A CloudEvent 1.0. Extension attributes and fields of data that no schema names are kept.',
  required: ['specversion', 'id', 'source', 'type'],
  properties: {
    specversion: { const: '1.0' },
    id: text('The same again when the same event is sent again: it is processed once.', 255),
    source: text('Which system it comes from.', 1_024),
    type: text('What happened.', 255),
    subject: text(
      'What it is about. Needed where the type is not known, and of customers whom data does not name.',
      255,
    ),
    time: { type: 'string', format: 'date-time', description: 'When it happened. Without it, when it arrived.' },
    correlationid: text('What belongs together across systems; needed of processes.', 255),
    data: { type: 'object' },
  },
  oneOf: [
    ...[...kinds.keys()].map(type => ({
      properties: { type: { const: type }, data: { $ref: schemaPath('xconnector', type) } },
    })),
    ...[...open.keys()].map(begin => ({
      properties: {
        type: { pattern: `^${begin.replaceAll('.', '\\.')}.` },
        data: { $ref: schemaPath('xconnector', `${begin}x`) },
      },
    })),
    { properties: { type: { not: { pattern: '^xconnector\\.' } } } },
  ],
}

const example = {
  specversion: '1.0',
  id: 'po-17-pending',
  source: '/xconnector/procurement',
  type: 'xconnector.approval.pending',
  subject: 'po-17',
  time: '2026-03-01T12:00:00Z',
  correlationid: 'po-17',
  data: {
    task_id: 'approve-po-17',
    title: 'Purchase order 17 waits for you',
    assignee: 'mia',
    manager: 'lee',
    due_at: '2026-03-02T12:00:00Z',
    actions: [
      { id: 'approve', title: 'Approve' },
      { id: 'reject', title: 'Reject' },
    ],
    record: { type: 'purchase_order', id: '17', version: 3 },
  },
}

/** What a person who sends to it has to know. */
export const openApi: OpenApiOperation = {
  summary: 'Events of xConnector as CloudEvents 1.0',
  description: [
    'No public contract could be found for xConnector: this one is a proposal of this project.',
    `One event (${structured}), a JSON array of events (${batch}), or a frame with an event on each line (${lines}). Events that cannot be used are named in the answer, those of a frame by their lines, and kept for a person; their neighbours are stored.`,
    'Whatever is not 2xx is sent again with the same webhook-id and the same ids of events, signed anew.',
    'Types that begin with xconnector.customer. or xconnector.alert. go on as the source likes. A type that is not known is kept whole.',
  ].join('\n\n'),
  security: signatureScheme,
  parameters: signatureParameters,
  content: {
    [structured]: { schema: event, example },
    [batch]: { schema: { type: 'array', items: event }, example: [example] },
    [lines]: {
      schema: { type: 'string', description: 'An event as JSON on each line.' },
      example: JSON.stringify(example),
    },
  },
  responses: { 202: { description: 'Kafka has everything that is counted as accepted.', schema: accepted202Schema } },
}
