// Written by schemas/generate.ts from push-operational-event.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** Something happened in operations that customers, staff or both should hear of: an order shipped, a payment failed, an appointment moved, a delay in the warehouse. Kinds that nobody here knows are kept in this form too. */
export interface PushOperationalEvent {
  /** The source’s own id of this event; the same id again is the same event. */
  eventId: string
  /** The customer; where it concerns none, the employee, else team: and the first team, else the record as type:id. */
  subject: string
  /** When it happened at the source, in milliseconds since 1970, UTC. */
  occurredAt: number
  /** Who says so: /push/ and the app, or /push where no app is named. */
  source: string
  /** What happened, such as order.shipped, order.delayed, payment.failed, appointment.moved or warehouse.delayed: the gateway’s own word. */
  kind: string
  /** Whom it concerns. both: one event for a customer and for staff. */
  audience: 'customer' | 'employee' | 'both'
  /** The customer’s id. */
  customer: null | string
  /** The employee’s id, where it is for one. */
  employee: null | string
  /** Teams of staff that should hear of it. */
  teams: string[]
  /** What belongs together across systems: the id that the push or the event carried; null where it carried none. */
  correlationId: null | string
  /** How bad it is; null where the source does not say. */
  severity: null | 'low' | 'medium' | 'high' | 'critical'
  /** What happened, in a line that a person may read. */
  title: null | string
  /** What happened, in a few sentences that a person may read. */
  text: null | string
  /** What kind of thing it is about, such as order, invoice or appointment. */
  recordType: null | string
  /** Which one, by the source’s id. */
  recordId: null | string
  /** When the thing that it is about is to happen now: the new delivery, the new appointment. */
  scheduledAt: null | number
  /** When it was to happen before. */
  previouslyAt: null | number
  /** Where a person goes on: a URL or a deep link into the app. */
  link: null | string
  /** Nobody is to be told after this; null: it stays worth telling. */
  expiresAt: null | number
  /** What else the source says of it: texts, numbers and booleans by the source’s own names. */
  data: Record<string, null | boolean | number | string>
  /** Fields of the source that this schema does not name, each as JSON text; those of its data begin with data. */
  extra: Record<string, string>
}

export const PushOperationalEvent: RecordSchema<'signalbox.push.PushOperationalEvent', PushOperationalEvent> = {
  name: 'signalbox.push.PushOperationalEvent',
  compatibility: 'FULL_TRANSITIVE',
  avro: {
    type: 'record',
    name: 'PushOperationalEvent',
    namespace: 'signalbox.push',
    doc: 'Something happened in operations that customers, staff or both should hear of: an order shipped, a payment failed, an appointment moved, a delay in the warehouse. Kinds that nobody here knows are kept in this form too.',
    fields: [
      {
        name: 'eventId',
        type: 'string',
        doc: 'The source’s own id of this event; the same id again is the same event.',
      },
      {
        name: 'subject',
        type: 'string',
        doc: 'The customer; where it concerns none, the employee, else team: and the first team, else the record as type:id.',
      },
      {
        name: 'occurredAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: 'When it happened at the source, in milliseconds since 1970, UTC.',
      },
      { name: 'source', type: 'string', doc: 'Who says so: /push/ and the app, or /push where no app is named.' },
      {
        name: 'kind',
        type: 'string',
        doc: 'What happened, such as order.shipped, order.delayed, payment.failed, appointment.moved or warehouse.delayed: the gateway’s own word.',
      },
      {
        name: 'audience',
        type: {
          type: 'enum',
          name: 'PushAudience',
          doc: 'Whom an event of the push gateway concerns.',
          symbols: ['customer', 'employee', 'both'],
        },
        doc: 'Whom it concerns. both: one event for a customer and for staff.',
      },
      { name: 'customer', type: ['null', 'string'], doc: 'The customer’s id.', default: null },
      { name: 'employee', type: ['null', 'string'], doc: 'The employee’s id, where it is for one.', default: null },
      {
        name: 'teams',
        type: { type: 'array', items: 'string' },
        doc: 'Teams of staff that should hear of it.',
        default: [],
      },
      {
        name: 'correlationId',
        type: ['null', 'string'],
        doc: 'What belongs together across systems: the id that the push or the event carried; null where it carried none.',
        default: null,
      },
      {
        name: 'severity',
        type: [
          'null',
          {
            type: 'enum',
            name: 'PushSeverity',
            doc: 'How bad it is, by the source’s own judgement.',
            symbols: ['low', 'medium', 'high', 'critical'],
          },
        ],
        doc: 'How bad it is; null where the source does not say.',
        default: null,
      },
      {
        name: 'title',
        type: ['null', 'string'],
        doc: 'What happened, in a line that a person may read.',
        default: null,
      },
      {
        name: 'text',
        type: ['null', 'string'],
        doc: 'What happened, in a few sentences that a person may read.',
        default: null,
      },
      {
        name: 'recordType',
        type: ['null', 'string'],
        doc: 'What kind of thing it is about, such as order, invoice or appointment.',
        default: null,
      },
      { name: 'recordId', type: ['null', 'string'], doc: 'Which one, by the source’s id.', default: null },
      {
        name: 'scheduledAt',
        type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
        doc: 'When the thing that it is about is to happen now: the new delivery, the new appointment.',
        default: null,
      },
      {
        name: 'previouslyAt',
        type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
        doc: 'When it was to happen before.',
        default: null,
      },
      {
        name: 'link',
        type: ['null', 'string'],
        doc: 'Where a person goes on: a URL or a deep link into the app.',
        default: null,
      },
      {
        name: 'expiresAt',
        type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
        doc: 'Nobody is to be told after this; null: it stays worth telling.',
        default: null,
      },
      {
        name: 'data',
        type: { type: 'map', values: ['null', 'boolean', 'double', 'string'] },
        doc: 'What else the source says of it: texts, numbers and booleans by the source’s own names.',
        default: {},
      },
      {
        name: 'extra',
        type: { type: 'map', values: 'string' },
        doc: 'Fields of the source that this schema does not name, each as JSON text; those of its data begin with data.',
        default: {},
      },
    ],
  },
}
