// Written by schemas/generate.ts from incident-spread.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** An incident on its way to those whom it affects: to every bucket of a group, and from there to each customer. */
export interface IncidentSpread {
  /** The id of the incident's event; in incident.customers with a slash and the customer behind it, because messages to several customers may not share an id. */
  eventId: string
  /** In group.events incident: and the incident's id; in incident.customers the customer. */
  subject: string
  /** When the incident's event happened. */
  occurredAt: number
  /** The incident's id at the source. */
  incidentId: string
  /** opened, updated or resolved. */
  phase: 'updated' | 'opened' | 'resolved'
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

export const IncidentSpread: RecordSchema<'signalbox.flow.IncidentSpread', IncidentSpread> = {
  name: 'signalbox.flow.IncidentSpread',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'IncidentSpread',
    namespace: 'signalbox.flow',
    doc: 'An incident on its way to those whom it affects: to every bucket of a group, and from there to each customer.',
    fields: [
      {
        name: 'eventId',
        type: 'string',
        doc: "The id of the incident's event; in incident.customers with a slash and the customer behind it, because messages to several customers may not share an id.",
      },
      {
        name: 'subject',
        type: 'string',
        doc: "In group.events incident: and the incident's id; in incident.customers the customer.",
      },
      {
        name: 'occurredAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: "When the incident's event happened.",
      },
      { name: 'incidentId', type: 'string', doc: "The incident's id at the source." },
      {
        name: 'phase',
        type: {
          type: 'enum',
          name: 'SpreadPhase',
          doc: 'Where an incident stands.',
          symbols: ['updated', 'opened', 'resolved'],
          default: 'updated',
        },
        doc: 'opened, updated or resolved.',
        default: 'updated',
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
      { name: 'services', type: { type: 'array', items: 'string' }, doc: 'Services that are affected.', default: [] },
      {
        name: 'expiresAt',
        type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
        doc: 'Nobody is to be told after this; null: it stays worth telling.',
        default: null,
      },
    ],
  },
}
