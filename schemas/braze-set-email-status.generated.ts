// Written by schemas/generate.ts from braze-set-email-status.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** Command: set the global subscription state of an e-mail address (POST /email/status). */
export interface BrazeSetEmailStatus {
  /** Names this delivery for ever: event id, processor and destination; never an offset or an attempt. */
  deliveryId: string
  /** The canonical event that caused it. */
  eventId: string
  /** The customer; Braze changes every user with the address. */
  subject: string
  /** When it happened at the source. */
  occurredAt: number
  /** The address. Braze takes one that it does not know, and applies the state once it does. */
  email: string
  /** The state that it shall have. */
  state: 'opted_in' | 'subscribed' | 'unsubscribed'
}

export const BrazeSetEmailStatus: RecordSchema<'signalbox.braze.BrazeSetEmailStatus', BrazeSetEmailStatus> = {
  name: 'signalbox.braze.BrazeSetEmailStatus',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'BrazeSetEmailStatus',
    namespace: 'signalbox.braze',
    doc: 'Command: set the global subscription state of an e-mail address (POST /email/status).',
    fields: [
      {
        name: 'deliveryId',
        type: 'string',
        doc: 'Names this delivery for ever: event id, processor and destination; never an offset or an attempt.',
      },
      { name: 'eventId', type: 'string', doc: 'The canonical event that caused it.' },
      { name: 'subject', type: 'string', doc: 'The customer; Braze changes every user with the address.' },
      {
        name: 'occurredAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: 'When it happened at the source.',
      },
      {
        name: 'email',
        type: 'string',
        doc: 'The address. Braze takes one that it does not know, and applies the state once it does.',
      },
      {
        name: 'state',
        type: { type: 'enum', name: 'EmailState', symbols: ['opted_in', 'subscribed', 'unsubscribed'] },
        doc: 'The state that it shall have.',
      },
    ],
  },
}
