// Written by schemas/generate.ts from delivery-hold.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** An operator has stopped deliveries to a destination: nothing is called until it is released, which deletes this. */
export interface DeliveryHold {
  /** Which destination, such as braze. */
  destination: string
  /** Who holds it: the operating system's user and host. */
  by: string
  /** Since when. */
  at: number
  /** Why, in the operator's words. */
  why: string
}

export const DeliveryHold: RecordSchema<'signalbox.DeliveryHold', DeliveryHold> = {
  name: 'signalbox.DeliveryHold',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'DeliveryHold',
    namespace: 'signalbox',
    doc: 'An operator has stopped deliveries to a destination: nothing is called until it is released, which deletes this.',
    fields: [
      { name: 'destination', type: 'string', doc: 'Which destination, such as braze.' },
      { name: 'by', type: 'string', doc: "Who holds it: the operating system's user and host." },
      { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' }, doc: 'Since when.' },
      { name: 'why', type: 'string', doc: "Why, in the operator's words." },
    ],
  },
}
