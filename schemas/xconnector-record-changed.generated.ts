// Written by schemas/generate.ts from xconnector-record-changed.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** One field of a record that changed. */
export interface XconnectorFieldChange {
  /** The field’s name. */
  field: string
  /** Its value before, as JSON text; null where that is not known. */
  before: null | string
  /** Its value now, as JSON text; null where that is not known. */
  after: null | string
}

/** A record changed its status or its fields: an order, an onboarding step, a ticket. */
export interface XconnectorRecordChanged {
  /** The source’s own id of this event; the same id again is the same event. */
  eventId: string
  /** The record as type:id. */
  subject: string
  /** When it happened at the source, in milliseconds since 1970, UTC. */
  occurredAt: number
  /** Who says so: the CloudEvents source, a URI reference. */
  source: string
  /** The CloudEvents subject as it was sent. */
  about: null | string
  /** What kind of record, such as order. */
  recordType: string
  /** Which one, by its id in the system that owns it. */
  recordId: string
  /** The record’s version after the change: rises with every change, so that what comes late is known as old. */
  recordVersion: number
  /** The status now; null where only fields changed. */
  status: null | string
  /** The status before; null where that is not known. Equal to status: nothing to tell. */
  previousStatus: null | string
  /** The fields that changed. */
  changes: XconnectorFieldChange[]
  /** What happened, in a line that a person may read. */
  title: null | string
  /** What happened, in a few sentences that a person may read. */
  text: null | string
  /** The customer whose record it is. */
  customer: null | string
  /** Users who follow it. */
  employees: string[]
  /** Roles that follow it. */
  roles: string[]
  /** Where a person goes on: a URL or a deep link into the app. */
  link: null | string
  /** What belongs together across systems: goes with the push and comes back with its answer. */
  correlationId: null | string
  /** Nobody is to be told after this; null: it stays worth telling. */
  expiresAt: null | number
  /** Fields of the event’s data that this schema does not name, each as JSON text. */
  extra: Record<string, string>
}

export const XconnectorRecordChanged: RecordSchema<
  'signalbox.xconnector.XconnectorRecordChanged',
  XconnectorRecordChanged
> = {
  name: 'signalbox.xconnector.XconnectorRecordChanged',
  compatibility: 'FULL_TRANSITIVE',
  avro: {
    type: 'record',
    name: 'XconnectorRecordChanged',
    namespace: 'signalbox.xconnector',
    doc: 'A record changed its status or its fields: an order, an onboarding step, a ticket.',
    fields: [
      {
        name: 'eventId',
        type: 'string',
        doc: 'The source’s own id of this event; the same id again is the same event.',
      },
      { name: 'subject', type: 'string', doc: 'The record as type:id.' },
      {
        name: 'occurredAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: 'When it happened at the source, in milliseconds since 1970, UTC.',
      },
      { name: 'source', type: 'string', doc: 'Who says so: the CloudEvents source, a URI reference.' },
      { name: 'about', type: ['null', 'string'], doc: 'The CloudEvents subject as it was sent.', default: null },
      { name: 'recordType', type: 'string', doc: 'What kind of record, such as order.' },
      { name: 'recordId', type: 'string', doc: 'Which one, by its id in the system that owns it.' },
      {
        name: 'recordVersion',
        type: 'long',
        doc: 'The record’s version after the change: rises with every change, so that what comes late is known as old.',
      },
      {
        name: 'status',
        type: ['null', 'string'],
        doc: 'The status now; null where only fields changed.',
        default: null,
      },
      {
        name: 'previousStatus',
        type: ['null', 'string'],
        doc: 'The status before; null where that is not known. Equal to status: nothing to tell.',
        default: null,
      },
      {
        name: 'changes',
        type: {
          type: 'array',
          items: {
            type: 'record',
            name: 'XconnectorFieldChange',
            doc: 'One field of a record that changed.',
            fields: [
              { name: 'field', type: 'string', doc: 'The field’s name.' },
              {
                name: 'before',
                type: ['null', 'string'],
                doc: 'Its value before, as JSON text; null where that is not known.',
                default: null,
              },
              {
                name: 'after',
                type: ['null', 'string'],
                doc: 'Its value now, as JSON text; null where that is not known.',
                default: null,
              },
            ],
          },
        },
        doc: 'The fields that changed.',
        default: [],
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
      { name: 'customer', type: ['null', 'string'], doc: 'The customer whose record it is.', default: null },
      { name: 'employees', type: { type: 'array', items: 'string' }, doc: 'Users who follow it.', default: [] },
      { name: 'roles', type: { type: 'array', items: 'string' }, doc: 'Roles that follow it.', default: [] },
      {
        name: 'link',
        type: ['null', 'string'],
        doc: 'Where a person goes on: a URL or a deep link into the app.',
        default: null,
      },
      {
        name: 'correlationId',
        type: ['null', 'string'],
        doc: 'What belongs together across systems: goes with the push and comes back with its answer.',
        default: null,
      },
      {
        name: 'expiresAt',
        type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
        doc: 'Nobody is to be told after this; null: it stays worth telling.',
        default: null,
      },
      {
        name: 'extra',
        type: { type: 'map', values: 'string' },
        doc: 'Fields of the event’s data that this schema does not name, each as JSON text.',
        default: {},
      },
    ],
  },
}
