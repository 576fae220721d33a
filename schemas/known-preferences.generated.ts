// Written by schemas/generate.ts from known-preferences.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** When a customer last said what they prefer: one row of the preferences. */
export interface KnownPreferences {
  /** By preference: event time of the newest word; an older one changes nothing. */
  newest: Record<string, number>
}

export const KnownPreferences: RecordSchema<'signalbox.state.KnownPreferences', KnownPreferences> = {
  name: 'signalbox.state.KnownPreferences',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'KnownPreferences',
    namespace: 'signalbox.state',
    doc: 'When a customer last said what they prefer: one row of the preferences.',
    fields: [
      {
        name: 'newest',
        type: { type: 'map', values: { type: 'long', logicalType: 'timestamp-millis' } },
        doc: 'By preference: event time of the newest word; an older one changes nothing.',
        default: {},
      },
    ],
  },
}
