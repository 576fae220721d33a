// Written by schemas/generate.ts from escalations.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** When a customer's cases were last escalated: one row of the escalations. */
export interface Escalations {
  /** By the workspace's node id. */
  lastAt: Record<string, number>
}

export const Escalations: RecordSchema<'signalbox.state.Escalations', Escalations> = {
  name: 'signalbox.state.Escalations',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'Escalations',
    namespace: 'signalbox.state',
    doc: "When a customer's cases were last escalated: one row of the escalations.",
    fields: [
      {
        name: 'lastAt',
        type: { type: 'map', values: { type: 'long', logicalType: 'timestamp-millis' } },
        doc: "By the workspace's node id.",
        default: {},
      },
    ],
  },
}
