// Written by schemas/generate.ts from customer-incidents.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** An incident that is not resolved. */
export interface CustomerIncident {
  /** The incident's id. */
  incidentId: string
  /** The event that reached the customer last. */
  eventId: string
  /** Its event time. */
  occurredAt: number
  /** Event time of the event that reached the customer first: from then the steps count. */
  startedAt: number
  /** The step of the sequence that comes next. */
  step: number
  /** When; null where no step is left. */
  dueAt: null | number
  /** What happened, in a line that a person may read. */
  title: null | string
  /** What happened, in a few sentences that a person may read. */
  text: null | string
  /** Where a person goes on. */
  link: null | string
  /** Services that are affected. */
  services: string[]
  /** Nobody is to be told after this; null: it stays worth telling. */
  expiresAt: null | number
}

/** The incidents that a customer is told of: one row of the customer's incidents. */
export interface CustomerIncidents {
  /** In the order in which they reached the customer. */
  open: CustomerIncident[]
  /** By incident: when it was resolved. */
  resolved: Record<string, number>
}

export const CustomerIncidents: RecordSchema<'signalbox.state.CustomerIncidents', CustomerIncidents> = {
  name: 'signalbox.state.CustomerIncidents',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'CustomerIncidents',
    namespace: 'signalbox.state',
    doc: "The incidents that a customer is told of: one row of the customer's incidents.",
    fields: [
      {
        name: 'open',
        type: {
          type: 'array',
          items: {
            type: 'record',
            name: 'CustomerIncident',
            doc: 'An incident that is not resolved.',
            fields: [
              { name: 'incidentId', type: 'string', doc: "The incident's id." },
              { name: 'eventId', type: 'string', doc: 'The event that reached the customer last.' },
              { name: 'occurredAt', type: { type: 'long', logicalType: 'timestamp-millis' }, doc: 'Its event time.' },
              {
                name: 'startedAt',
                type: { type: 'long', logicalType: 'timestamp-millis' },
                doc: 'Event time of the event that reached the customer first: from then the steps count.',
              },
              { name: 'step', type: 'int', doc: 'The step of the sequence that comes next.' },
              {
                name: 'dueAt',
                type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
                doc: 'When; null where no step is left.',
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
              { name: 'link', type: ['null', 'string'], doc: 'Where a person goes on.', default: null },
              {
                name: 'services',
                type: { type: 'array', items: 'string' },
                doc: 'Services that are affected.',
                default: [],
              },
              {
                name: 'expiresAt',
                type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
                doc: 'Nobody is to be told after this; null: it stays worth telling.',
                default: null,
              },
            ],
          },
        },
        doc: 'In the order in which they reached the customer.',
        default: [],
      },
      {
        name: 'resolved',
        type: { type: 'map', values: { type: 'long', logicalType: 'timestamp-millis' } },
        doc: 'By incident: when it was resolved.',
        default: {},
      },
    ],
  },
}
