// Written by schemas/generate.ts from memberships.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** The groups of a customer: one row of the memberships. */
export interface Memberships {
  /** Kind, a colon, and which; sorted. */
  groups: string[]
  /** Event time of the newest profile change that moved the customer. */
  at: number
}

export const Memberships: RecordSchema<'signalbox.state.Memberships', Memberships> = {
  name: 'signalbox.state.Memberships',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'Memberships',
    namespace: 'signalbox.state',
    doc: 'The groups of a customer: one row of the memberships.',
    fields: [
      {
        name: 'groups',
        type: { type: 'array', items: 'string' },
        doc: 'Kind, a colon, and which; sorted.',
        default: [],
      },
      {
        name: 'at',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: 'Event time of the newest profile change that moved the customer.',
      },
    ],
  },
}
