// Written by schemas/generate.ts from answer-given.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** Somebody answered a push by one of its buttons. */
export interface AnswerGiven {
  /** The id of the feedback. */
  eventId: string
  /** What was answered: the push's correlation id, workflow-task: or alert: and an id. */
  subject: string
  /** When the button was chosen. */
  occurredAt: number
  /** Who answered, by user id; null where the gateway does not know. */
  person: null | string
  /** The id of the button, such as approve. */
  action: string
  /** What was written beside it. */
  comment: null | string
}

export const AnswerGiven: RecordSchema<'signalbox.flow.AnswerGiven', AnswerGiven> = {
  name: 'signalbox.flow.AnswerGiven',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'AnswerGiven',
    namespace: 'signalbox.flow',
    doc: 'Somebody answered a push by one of its buttons.',
    fields: [
      { name: 'eventId', type: 'string', doc: 'The id of the feedback.' },
      {
        name: 'subject',
        type: 'string',
        doc: "What was answered: the push's correlation id, workflow-task: or alert: and an id.",
      },
      {
        name: 'occurredAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: 'When the button was chosen.',
      },
      {
        name: 'person',
        type: ['null', 'string'],
        doc: 'Who answered, by user id; null where the gateway does not know.',
        default: null,
      },
      { name: 'action', type: 'string', doc: 'The id of the button, such as approve.' },
      { name: 'comment', type: ['null', 'string'], doc: 'What was written beside it.', default: null },
    ],
  },
}
