// Written by schemas/generate.ts from push-journey-signal.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** A customer dropped out of something that has steps, or went on with it: a checkout, a profile, a loan application. */
export interface PushJourneySignal {
  /** The source’s own id of this event; the same id again is the same event. */
  eventId: string
  /** The customer’s id. */
  subject: string
  /** When it happened at the source, in milliseconds since 1970, UTC. */
  occurredAt: number
  /** Who says so: /push/ and the app, or /push where no app is named. */
  source: string
  /** What it is that has steps, such as checkout, profile or loan_application. */
  journey: string
  /** Which one of the customer’s, such as the cart’s id: a completion ends the drop-off with the same journey and id. */
  journeyId: string
  /** abandoned: left in the middle; incomplete: something is still to be filled in; missed: a step was not done in time; resumed: went on; completed: done. */
  phase: 'abandoned' | 'incomplete' | 'missed' | 'resumed' | 'completed'
  /** The step it is about. */
  step: null | string
  /** Steps done so far. */
  stepsDone: null | number
  /** Steps altogether. */
  stepsTotal: null | number
  /** What is at stake, in units of currency. */
  amount: null | number
  /** ISO 4217, upper case. */
  currency: null | string
  /** Where the customer resumes: a URL or a deep link into the app. */
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

export const PushJourneySignal: RecordSchema<'signalbox.push.PushJourneySignal', PushJourneySignal> = {
  name: 'signalbox.push.PushJourneySignal',
  compatibility: 'FULL_TRANSITIVE',
  avro: {
    type: 'record',
    name: 'PushJourneySignal',
    namespace: 'signalbox.push',
    doc: 'A customer dropped out of something that has steps, or went on with it: a checkout, a profile, a loan application.',
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
        name: 'journey',
        type: 'string',
        doc: 'What it is that has steps, such as checkout, profile or loan_application.',
      },
      {
        name: 'journeyId',
        type: 'string',
        doc: 'Which one of the customer’s, such as the cart’s id: a completion ends the drop-off with the same journey and id.',
      },
      {
        name: 'phase',
        type: {
          type: 'enum',
          name: 'PushJourneyPhase',
          doc: 'What a customer did in a journey.',
          symbols: ['abandoned', 'incomplete', 'missed', 'resumed', 'completed'],
          default: 'resumed',
        },
        doc: 'abandoned: left in the middle; incomplete: something is still to be filled in; missed: a step was not done in time; resumed: went on; completed: done.',
        default: 'resumed',
      },
      { name: 'step', type: ['null', 'string'], doc: 'The step it is about.', default: null },
      { name: 'stepsDone', type: ['null', 'int'], doc: 'Steps done so far.', default: null },
      { name: 'stepsTotal', type: ['null', 'int'], doc: 'Steps altogether.', default: null },
      { name: 'amount', type: ['null', 'double'], doc: 'What is at stake, in units of currency.', default: null },
      { name: 'currency', type: ['null', 'string'], doc: 'ISO 4217, upper case.', default: null },
      {
        name: 'link',
        type: ['null', 'string'],
        doc: 'Where the customer resumes: a URL or a deep link into the app.',
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
