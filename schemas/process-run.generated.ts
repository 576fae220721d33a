// Written by schemas/generate.ts from process-run.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** One run of a process that spans systems: one row of the processes. */
export interface ProcessRun {
  /** Which process, such as onboarding. */
  process: string
  /** Which run of it. */
  correlationId: string
  /** The customer it is for. */
  customer: null | string
  /** The event that changed it last. */
  eventId: string
  /** The record it is about, as last told. */
  recordId: null | string
  /** That record's version. */
  recordVersion: null | number
  /** Steps that were done, by name: when. */
  done: Record<string, number>
  /** Steps that failed and were not done since, by name: when. */
  failed: Record<string, number>
  /** The step that is to come next; null where none is left. */
  waitsFor: null | string
  /** Until when; null where nothing is awaited, or its absence was told. */
  dueAt: null | number
  /** Whether the process ended. */
  over: boolean
  /** Event time of the newest word on it. */
  changedAt: number
}

export const ProcessRun: RecordSchema<'signalbox.state.ProcessRun', ProcessRun> = {
  name: 'signalbox.state.ProcessRun',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'ProcessRun',
    namespace: 'signalbox.state',
    doc: 'One run of a process that spans systems: one row of the processes.',
    fields: [
      { name: 'process', type: 'string', doc: 'Which process, such as onboarding.' },
      { name: 'correlationId', type: 'string', doc: 'Which run of it.' },
      { name: 'customer', type: ['null', 'string'], doc: 'The customer it is for.', default: null },
      { name: 'eventId', type: 'string', doc: 'The event that changed it last.' },
      { name: 'recordId', type: ['null', 'string'], doc: 'The record it is about, as last told.', default: null },
      { name: 'recordVersion', type: ['null', 'long'], doc: "That record's version.", default: null },
      {
        name: 'done',
        type: { type: 'map', values: { type: 'long', logicalType: 'timestamp-millis' } },
        doc: 'Steps that were done, by name: when.',
        default: {},
      },
      {
        name: 'failed',
        type: { type: 'map', values: { type: 'long', logicalType: 'timestamp-millis' } },
        doc: 'Steps that failed and were not done since, by name: when.',
        default: {},
      },
      {
        name: 'waitsFor',
        type: ['null', 'string'],
        doc: 'The step that is to come next; null where none is left.',
        default: null,
      },
      {
        name: 'dueAt',
        type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
        doc: 'Until when; null where nothing is awaited, or its absence was told.',
        default: null,
      },
      { name: 'over', type: 'boolean', doc: 'Whether the process ended.', default: false },
      {
        name: 'changedAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: 'Event time of the newest word on it.',
      },
    ],
  },
}
