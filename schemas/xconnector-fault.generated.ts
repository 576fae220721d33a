// Written by schemas/generate.ts from xconnector-fault.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** Something went wrong between systems: a call failed, a field was missing, a job ended with errors. */
export interface XconnectorFault {
  /** The source’s own id of this event; the same id again is the same event. */
  eventId: string
  /** integration: and its name; system: and its name where no integration is named. */
  subject: string
  /** When it happened at the source, in milliseconds since 1970, UTC. */
  occurredAt: number
  /** Who says so: the CloudEvents source, a URI reference. */
  source: string
  /** The CloudEvents subject as it was sent. */
  about: null | string
  /** call_failed: a call to a system; sync_failed: data was not brought over; field_missing: a required field; validation_failed: a field’s value; job_failed: a job ended with errors. */
  kind: 'other' | 'call_failed' | 'sync_failed' | 'field_missing' | 'validation_failed' | 'job_failed'
  /** How bad it is; null where the source does not say. */
  severity: null | 'low' | 'medium' | 'high' | 'critical'
  /** The system that it happened at. */
  system: string
  /** The integration that was at work. */
  integration: null | string
  /** What it was doing, such as POST /orders. */
  operation: null | string
  /** The job’s id, where it was one. */
  jobId: null | string
  /** Fields that were missing or wrong. */
  fields: string[]
  /** The system’s code of the error, such as 504 or E-1017. */
  code: null | string
  /** The error, in words. */
  message: null | string
  /** How many errors there were. */
  errors: null | number
  /** How often it was tried. */
  attempts: null | number
  /** The role that should look at it. */
  role: null | string
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
  /** Fields of the event’s data that this schema does not name, each as JSON text. */
  extra: Record<string, string>
}

export const XconnectorFault: RecordSchema<'signalbox.xconnector.XconnectorFault', XconnectorFault> = {
  name: 'signalbox.xconnector.XconnectorFault',
  compatibility: 'FULL_TRANSITIVE',
  avro: {
    type: 'record',
    name: 'XconnectorFault',
    namespace: 'signalbox.xconnector',
    doc: 'Something went wrong between systems: a call failed, a field was missing, a job ended with errors.',
    fields: [
      {
        name: 'eventId',
        type: 'string',
        doc: 'The source’s own id of this event; the same id again is the same event.',
      },
      {
        name: 'subject',
        type: 'string',
        doc: 'integration: and its name; system: and its name where no integration is named.',
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
        type: {
          type: 'enum',
          name: 'XconnectorFaultKind',
          doc: 'What went wrong.',
          symbols: ['other', 'call_failed', 'sync_failed', 'field_missing', 'validation_failed', 'job_failed'],
          default: 'other',
        },
        doc: 'call_failed: a call to a system; sync_failed: data was not brought over; field_missing: a required field; validation_failed: a field’s value; job_failed: a job ended with errors.',
        default: 'other',
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
      { name: 'system', type: 'string', doc: 'The system that it happened at.' },
      { name: 'integration', type: ['null', 'string'], doc: 'The integration that was at work.', default: null },
      { name: 'operation', type: ['null', 'string'], doc: 'What it was doing, such as POST /orders.', default: null },
      { name: 'jobId', type: ['null', 'string'], doc: 'The job’s id, where it was one.', default: null },
      {
        name: 'fields',
        type: { type: 'array', items: 'string' },
        doc: 'Fields that were missing or wrong.',
        default: [],
      },
      {
        name: 'code',
        type: ['null', 'string'],
        doc: 'The system’s code of the error, such as 504 or E-1017.',
        default: null,
      },
      { name: 'message', type: ['null', 'string'], doc: 'The error, in words.', default: null },
      { name: 'errors', type: ['null', 'int'], doc: 'How many errors there were.', default: null },
      { name: 'attempts', type: ['null', 'int'], doc: 'How often it was tried.', default: null },
      { name: 'role', type: ['null', 'string'], doc: 'The role that should look at it.', default: null },
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
        name: 'extra',
        type: { type: 'map', values: 'string' },
        doc: 'Fields of the event’s data that this schema does not name, each as JSON text.',
        default: {},
      },
    ],
  },
}
