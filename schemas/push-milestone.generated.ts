// Written by schemas/generate.ts from push-milestone.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** A milestone of a customer’s account is near, was reached, was dealt with or is off: a renewal, the end of a trial or a policy, the approval of a document. */
export interface PushMilestone {
  /** The source’s own id of this event; the same id again is the same event. */
  eventId: string
  /** The customer’s id. */
  subject: string
  /** When it happened at the source, in milliseconds since 1970, UTC. */
  occurredAt: number
  /** Who says so: /push/ and the app, or /push where no app is named. */
  source: string
  /** Which: renewal, trial_expiry, policy_expiry, document_approval or another word of the source. */
  milestone: string
  /** upcoming: it lies ahead, at dueAt; reached: it is now; completed: dealt with, such as renewed; cancelled: off. */
  phase: 'reached' | 'upcoming' | 'completed' | 'cancelled'
  /** What kind of thing it is about, such as order, invoice or appointment. */
  recordType: null | string
  /** Which one, by the source’s id. */
  recordId: null | string
  /** When it is due; reminders count back from here. Always there where it is upcoming. */
  dueAt: null | number
  /** What happened, in a line that a person may read. */
  title: null | string
  /** What happened, in a few sentences that a person may read. */
  text: null | string
  /** Where a person goes on: a URL or a deep link into the app. */
  link: null | string
  /** What belongs together across systems: the id that the push or the event carried; null where it carried none. */
  correlationId: null | string
  /** Nobody is to be told after this; null: it stays worth telling. */
  expiresAt: null | number
  /** What else the source says of it: texts, numbers and booleans by the source’s own names. */
  data: Record<string, null | boolean | number | string>
  /** Fields of the source that this schema does not name, each as JSON text; those of its data begin with data. */
  extra: Record<string, string>
}

export const PushMilestone: RecordSchema<'signalbox.push.PushMilestone', PushMilestone> = {
  name: 'signalbox.push.PushMilestone',
  compatibility: 'FULL_TRANSITIVE',
  avro: {
    type: 'record',
    name: 'PushMilestone',
    namespace: 'signalbox.push',
    doc: 'A milestone of a customer’s account is near, was reached, was dealt with or is off: a renewal, the end of a trial or a policy, the approval of a document.',
    fields: [
      {
        name: 'eventId',
        type: 'string',
        doc: 'The source’s own id of this event; the same id again is the same event.',
      },
      { name: 'subject', type: 'string', doc: 'The customer’s id.' },
      {
        name: 'occurredAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: 'When it happened at the source, in milliseconds since 1970, UTC.',
      },
      { name: 'source', type: 'string', doc: 'Who says so: /push/ and the app, or /push where no app is named.' },
      {
        name: 'milestone',
        type: 'string',
        doc: 'Which: renewal, trial_expiry, policy_expiry, document_approval or another word of the source.',
      },
      {
        name: 'phase',
        type: {
          type: 'enum',
          name: 'PushMilestonePhase',
          doc: 'Where a milestone stands.',
          symbols: ['reached', 'upcoming', 'completed', 'cancelled'],
          default: 'reached',
        },
        doc: 'upcoming: it lies ahead, at dueAt; reached: it is now; completed: dealt with, such as renewed; cancelled: off.',
        default: 'reached',
      },
      {
        name: 'recordType',
        type: ['null', 'string'],
        doc: 'What kind of thing it is about, such as order, invoice or appointment.',
        default: null,
      },
      { name: 'recordId', type: ['null', 'string'], doc: 'Which one, by the source’s id.', default: null },
      {
        name: 'dueAt',
        type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
        doc: 'When it is due; reminders count back from here. Always there where it is upcoming.',
        default: null,
      },
      {
        name: 'title',
        type: ['null', 'string'],
        doc: 'What happened, in a line that a person may read.',
        default: null,
      },
      {
        name: 'text',
        type: ['null', 'string'],
        doc: 'What happened, in a few sentences that a person may read.',
        default: null,
      },
      {
        name: 'link',
        type: ['null', 'string'],
        doc: 'Where a person goes on: a URL or a deep link into the app.',
        default: null,
      },
      {
        name: 'correlationId',
        type: ['null', 'string'],
        doc: 'What belongs together across systems: the id that the push or the event carried; null where it carried none.',
        default: null,
      },
      {
        name: 'expiresAt',
        type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
        doc: 'Nobody is to be told after this; null: it stays worth telling.',
        default: null,
      },
      {
        name: 'data',
        type: { type: 'map', values: ['null', 'boolean', 'double', 'string'] },
        doc: 'What else the source says of it: texts, numbers and booleans by the source’s own names.',
        default: {},
      },
      {
        name: 'extra',
        type: { type: 'map', values: 'string' },
        doc: 'Fields of the source that this schema does not name, each as JSON text; those of its data begin with data.',
        default: {},
      },
    ],
  },
}
