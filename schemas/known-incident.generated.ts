// Written by schemas/generate.ts from known-incident.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** An incident and whom it was spread to: one row of the incidents. */
export interface KnownIncident {
  /** opened, updated or resolved, by the newest word. */
  phase: 'updated' | 'opened' | 'resolved'
  /** Event time of that word. */
  changedAt: number
  /** Every group that was ever named, without buckets: kind, a colon, and which. */
  groups: string[]
  /** Every customer that was ever named by id. */
  customers: string[]
}

export const KnownIncident: RecordSchema<'signalbox.state.KnownIncident', KnownIncident> = {
  name: 'signalbox.state.KnownIncident',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'KnownIncident',
    namespace: 'signalbox.state',
    doc: 'An incident and whom it was spread to: one row of the incidents.',
    fields: [
      {
        name: 'phase',
        type: {
          type: 'enum',
          name: 'KnownIncidentPhase',
          doc: 'Where an incident stands.',
          symbols: ['updated', 'opened', 'resolved'],
          default: 'updated',
        },
        doc: 'opened, updated or resolved, by the newest word.',
      },
      { name: 'changedAt', type: { type: 'long', logicalType: 'timestamp-millis' }, doc: 'Event time of that word.' },
      {
        name: 'groups',
        type: { type: 'array', items: 'string' },
        doc: 'Every group that was ever named, without buckets: kind, a colon, and which.',
        default: [],
      },
      {
        name: 'customers',
        type: { type: 'array', items: 'string' },
        doc: 'Every customer that was ever named by id.',
        default: [],
      },
    ],
  },
}
