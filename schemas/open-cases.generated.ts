// Written by schemas/generate.ts from open-cases.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** A case workspace. */
export interface KnownCase {
  /** The workspace's name. */
  name: string
  /** The case's id in the business; null where it has none. */
  businessObjectId: null | string
  /** Its newest status; null where none was told. */
  status: null | string
  /** Whether that status is none of those that close a case. */
  open: boolean
  /** When it was opened, or opened again. */
  openedAt: number
  /** Event time of the newest word on it; an older one changes nothing. */
  changedAt: number
}

/** The cases of a customer: one row of the cases. */
export interface OpenCases {
  /** By the workspace's node id. Closed ones stay for thirty days. */
  cases: Record<string, KnownCase>
}

export const OpenCases: RecordSchema<'signalbox.state.OpenCases', OpenCases> = {
  name: 'signalbox.state.OpenCases',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'OpenCases',
    namespace: 'signalbox.state',
    doc: 'The cases of a customer: one row of the cases.',
    fields: [
      {
        name: 'cases',
        type: {
          type: 'map',
          values: {
            type: 'record',
            name: 'KnownCase',
            doc: 'A case workspace.',
            fields: [
              { name: 'name', type: 'string', doc: "The workspace's name." },
              {
                name: 'businessObjectId',
                type: ['null', 'string'],
                doc: "The case's id in the business; null where it has none.",
                default: null,
              },
              {
                name: 'status',
                type: ['null', 'string'],
                doc: 'Its newest status; null where none was told.',
                default: null,
              },
              { name: 'open', type: 'boolean', doc: 'Whether that status is none of those that close a case.' },
              {
                name: 'openedAt',
                type: { type: 'long', logicalType: 'timestamp-millis' },
                doc: 'When it was opened, or opened again.',
              },
              {
                name: 'changedAt',
                type: { type: 'long', logicalType: 'timestamp-millis' },
                doc: 'Event time of the newest word on it; an older one changes nothing.',
              },
            ],
          },
        },
        doc: "By the workspace's node id. Closed ones stay for thirty days.",
        default: {},
      },
    ],
  },
}
