// Written by schemas/generate.ts from task-answer.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** The answer that counts for a task: one row of the answers. */
export interface TaskAnswer {
  /** The answer's id. */
  eventId: string
  /** Who gave it, by user id. */
  by: string
  /** The button that was chosen. */
  action: string
  /** When it was chosen. */
  at: number
}

export const TaskAnswer: RecordSchema<'signalbox.state.TaskAnswer', TaskAnswer> = {
  name: 'signalbox.state.TaskAnswer',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'TaskAnswer',
    namespace: 'signalbox.state',
    doc: 'The answer that counts for a task: one row of the answers.',
    fields: [
      { name: 'eventId', type: 'string', doc: "The answer's id." },
      { name: 'by', type: 'string', doc: 'Who gave it, by user id.' },
      { name: 'action', type: 'string', doc: 'The button that was chosen.' },
      { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' }, doc: 'When it was chosen.' },
    ],
  },
}
