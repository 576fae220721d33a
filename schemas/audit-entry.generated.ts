// Written by schemas/generate.ts from audit-entry.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** What an operator did: who, what, when, and with which result. */
export interface AuditEntry {
  /** Names the action. */
  id: string
  /** The verb: hold, release, resolve, redrive. */
  action: string
  /** On what, such as a destination. */
  target: string
  /** The operating system's user and host. */
  by: string
  /** When it was done. */
  at: number
  /** What else is to be known, such as the reason given and how many records were moved. */
  details: Record<string, string>
}

export const AuditEntry: RecordSchema<'signalbox.AuditEntry', AuditEntry> = {
  name: 'signalbox.AuditEntry',
  compatibility: 'FULL_TRANSITIVE',
  avro: {
    type: 'record',
    name: 'AuditEntry',
    namespace: 'signalbox',
    doc: 'What an operator did: who, what, when, and with which result.',
    fields: [
      { name: 'id', type: 'string', doc: 'Names the action.' },
      { name: 'action', type: 'string', doc: 'The verb: hold, release, resolve, redrive.' },
      { name: 'target', type: 'string', doc: 'On what, such as a destination.' },
      { name: 'by', type: 'string', doc: "The operating system's user and host." },
      { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' }, doc: 'When it was done.' },
      {
        name: 'details',
        type: { type: 'map', values: 'string' },
        doc: 'What else is to be known, such as the reason given and how many records were moved.',
      },
    ],
  },
}
