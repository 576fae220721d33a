// Written by schemas/generate.ts from xconnector-audience-alert.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** Something that people of a role, a place or a business unit should know at once. */
export interface XconnectorAudienceAlert {
  /** The source’s own id of this event; the same id again is the same event. */
  eventId: string
  /** role: and the first role; unit: and the first business unit, location: and the first place where no role is named. */
  subject: string
  /** When it happened at the source, in milliseconds since 1970, UTC. */
  occurredAt: number
  /** Who says so: the CloudEvents source, a URI reference. */
  source: string
  /** The CloudEvents subject as it was sent. */
  about: null | string
  /** What happened, such as shipment_exception, payment_failure or threshold_breached. */
  kind: string
  /** How bad it is; null where the source does not say. */
  severity: null | 'low' | 'medium' | 'high' | 'critical'
  /** Roles that should know; empty: whatever their role. */
  roles: string[]
  /** Places whose people should know; empty: wherever they are. */
  locations: string[]
  /** Business units whose people should know; empty: whichever they belong to. Whoever fits every list that is not empty is meant. */
  businessUnits: string[]
  /** Only those who are on call now. */
  onCallOnly: boolean
  /** What happened, in a line that a person may read. */
  title: null | string
  /** What happened, in a few sentences that a person may read. */
  text: null | string
  /** What kind of record it is about, such as purchase_order. */
  recordType: null | string
  /** Which record, by its id in the system that owns it. */
  recordId: null | string
  /** The version of the record that this is about: a later version has a higher number. */
  recordVersion: null | number
  /** Where a person goes on: a URL or a deep link into the app. */
  link: null | string
  /** What belongs together across systems: goes with the push and comes back with its answer. */
  correlationId: null | string
  /** Nobody is to be told after this; null: it stays worth telling. */
  expiresAt: null | number
  /** What else the source says of it: texts, numbers and booleans by the source’s own names. */
  data: Record<string, null | boolean | number | string>
  /** Fields of the event’s data that this schema does not name, each as JSON text. */
  extra: Record<string, string>
}

export const XconnectorAudienceAlert: RecordSchema<
  'signalbox.xconnector.XconnectorAudienceAlert',
  XconnectorAudienceAlert
> = {
  name: 'signalbox.xconnector.XconnectorAudienceAlert',
  compatibility: 'FULL_TRANSITIVE',
  avro: {
    type: 'record',
    name: 'XconnectorAudienceAlert',
    namespace: 'signalbox.xconnector',
    doc: 'Something that people of a role, a place or a business unit should know at once.',
    fields: [
      {
        name: 'eventId',
        type: 'string',
        doc: 'The source’s own id of this event; the same id again is the same event.',
      },
      {
        name: 'subject',
        type: 'string',
        doc: 'role: and the first role; unit: and the first business unit, location: and the first place where no role is named.',
      },
      {
        name: 'occurredAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: 'When it happened at the source, in milliseconds since 1970, UTC.',
      },
      { name: 'source', type: 'string', doc: 'Who says so: the CloudEvents source, a URI reference.' },
      { name: 'about', type: ['null', 'string'], doc: 'The CloudEvents subject as it was sent.', default: null },
      {
        name: 'kind',
        type: 'string',
        doc: 'What happened, such as shipment_exception, payment_failure or threshold_breached.',
      },
      {
        name: 'severity',
        type: [
          'null',
          {
            type: 'enum',
            name: 'XconnectorSeverity',
            doc: 'How bad it is, by the source’s own judgement.',
            symbols: ['low', 'medium', 'high', 'critical'],
          },
        ],
        doc: 'How bad it is; null where the source does not say.',
        default: null,
      },
      {
        name: 'roles',
        type: { type: 'array', items: 'string' },
        doc: 'Roles that should know; empty: whatever their role.',
        default: [],
      },
      {
        name: 'locations',
        type: { type: 'array', items: 'string' },
        doc: 'Places whose people should know; empty: wherever they are.',
        default: [],
      },
      {
        name: 'businessUnits',
        type: { type: 'array', items: 'string' },
        doc: 'Business units whose people should know; empty: whichever they belong to. Whoever fits every list that is not empty is meant.',
        default: [],
      },
      { name: 'onCallOnly', type: 'boolean', doc: 'Only those who are on call now.', default: false },
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
        doc: 'What kind of record it is about, such as purchase_order.',
        default: null,
      },
      {
        name: 'recordId',
        type: ['null', 'string'],
        doc: 'Which record, by its id in the system that owns it.',
        default: null,
      },
      {
        name: 'recordVersion',
        type: ['null', 'long'],
        doc: 'The version of the record that this is about: a later version has a higher number.',
        default: null,
      },
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
        name: 'data',
        type: { type: 'map', values: ['null', 'boolean', 'double', 'string'] },
        doc: 'What else the source says of it: texts, numbers and booleans by the source’s own names.',
        default: {},
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
