// Written by schemas/generate.ts from braze-set-subscription.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** Command: set a user's state in a subscription group (POST /v2/subscription/status/set). */
export interface BrazeSetSubscription {
  /** Names this delivery for ever: event id, processor and destination; never an offset or an attempt. */
  deliveryId: string
  /** The canonical event that caused it. */
  eventId: string
  /** The customer, Braze's external_id. */
  subject: string
  /** When it happened at the source. */
  occurredAt: number
  /** The subscription group's API identifier. */
  groupId: string
  /** The state that it shall have. */
  state: 'subscribed' | 'unsubscribed'
}

export const BrazeSetSubscription: RecordSchema<'signalbox.braze.BrazeSetSubscription', BrazeSetSubscription> = {
  name: 'signalbox.braze.BrazeSetSubscription',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'BrazeSetSubscription',
    namespace: 'signalbox.braze',
    doc: "Command: set a user's state in a subscription group (POST /v2/subscription/status/set).",
    fields: [
      {
        name: 'deliveryId',
        type: 'string',
        doc: 'Names this delivery for ever: event id, processor and destination; never an offset or an attempt.',
      },
      { name: 'eventId', type: 'string', doc: 'The canonical event that caused it.' },
      { name: 'subject', type: 'string', doc: "The customer, Braze's external_id." },
      {
        name: 'occurredAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: 'When it happened at the source.',
      },
      { name: 'groupId', type: 'string', doc: "The subscription group's API identifier." },
      {
        name: 'state',
        type: { type: 'enum', name: 'SubscriptionState', symbols: ['subscribed', 'unsubscribed'] },
        doc: 'The state that it shall have.',
      },
    ],
  },
}
