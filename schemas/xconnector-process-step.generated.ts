// Written by schemas/generate.ts from xconnector-process-step.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** A process that spans systems began, made a step, or ended. */
export interface XconnectorProcessStep {
  /** The source’s own id of this event; the same id again is the same event. */
  eventId: string
  /** process: and the correlation id. */
  subject: string
  /** When it happened at the source, in milliseconds since 1970, UTC. */
  occurredAt: number
  /** Who says so: the CloudEvents source, a URI reference. */
  source: string
  /** The CloudEvents subject as it was sent. */
  about: null | string
  /** Which process, such as onboarding, claim or fulfilment. */
  process: string
  /** Which run of it: the same in all its steps. */
  correlationId: string
  /** started, completed, cancelled: the process; step_started, step_completed, step_failed: the step. */
  phase: 'step_completed' | 'started' | 'step_started' | 'step_failed' | 'completed' | 'cancelled'
  /** The step; null where it is about the whole process. */
  step: null | string
  /** The system that the step ran in. */
  system: null | string
  /** Steps that are to follow, in the source’s words. */
  nextSteps: string[]
  /** When the next step is to be done; past that it is missing. */
  dueAt: null | number
  /** Why a step failed, or what came of it. */
  message: null | string
  /** The customer it is for. */
  customer: null | string
  /** The employee it is for. */
  employee: null | string
  /** Users who hear of this step. */
  employees: string[]
  /** Roles that hear of this step. */
  roles: string[]
  /** How bad it is; null where the source does not say. */
  severity: null | 'low' | 'medium' | 'high' | 'critical'
  /** What happened, in a line that a person may read. */
  title: null | string
  /** What happened, in a few sentences that a person may read. */
  text: null | string
  /** What kind of record it is about, such as purchase_order. */
  recordType: null | string
  /** Which record, by its id in the system that owns it. */
  recordId: null | string
  /** The version of the record that this is about: a later version has a higher number. */
  recordVersion: null | number
  /** Where a person goes on: a URL or a deep link into the app. */
  link: null | string
  /** Nobody is to be told after this; null: it stays worth telling. */
  expiresAt: null | number
  /** Fields of the event’s data that this schema does not name, each as JSON text. */
  extra: Record<string, string>
}

export const XconnectorProcessStep: RecordSchema<'signalbox.xconnector.XconnectorProcessStep', XconnectorProcessStep> =
  {
    name: 'signalbox.xconnector.XconnectorProcessStep',
    compatibility: 'FULL_TRANSITIVE',
    avro: {
      type: 'record',
      name: 'XconnectorProcessStep',
      namespace: 'signalbox.xconnector',
      doc: 'A process that spans systems began, made a step, or ended.',
      fields: [
        {
          name: 'eventId',
          type: 'string',
          doc: 'The source’s own id of this event; the same id again is the same event.',
        },
        { name: 'subject', type: 'string', doc: 'process: and the correlation id.' },
        {
          name: 'occurredAt',
          type: { type: 'long', logicalType: 'timestamp-millis' },
          doc: 'When it happened at the source, in milliseconds since 1970, UTC.',
        },
        { name: 'source', type: 'string', doc: 'Who says so: the CloudEvents source, a URI reference.' },
        { name: 'about', type: ['null', 'string'], doc: 'The CloudEvents subject as it was sent.', default: null },
        { name: 'process', type: 'string', doc: 'Which process, such as onboarding, claim or fulfilment.' },
        { name: 'correlationId', type: 'string', doc: 'Which run of it: the same in all its steps.' },
        {
          name: 'phase',
          type: {
            type: 'enum',
            name: 'XconnectorProcessPhase',
            doc: 'Where a process stands.',
            symbols: ['step_completed', 'started', 'step_started', 'step_failed', 'completed', 'cancelled'],
            default: 'step_completed',
          },
          doc: 'started, completed, cancelled: the process; step_started, step_completed, step_failed: the step.',
          default: 'step_completed',
        },
        {
          name: 'step',
          type: ['null', 'string'],
          doc: 'The step; null where it is about the whole process.',
          default: null,
        },
        { name: 'system', type: ['null', 'string'], doc: 'The system that the step ran in.', default: null },
        {
          name: 'nextSteps',
          type: { type: 'array', items: 'string' },
          doc: 'Steps that are to follow, in the source’s words.',
          default: [],
        },
        {
          name: 'dueAt',
          type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
          doc: 'When the next step is to be done; past that it is missing.',
          default: null,
        },
        { name: 'message', type: ['null', 'string'], doc: 'Why a step failed, or what came of it.', default: null },
        { name: 'customer', type: ['null', 'string'], doc: 'The customer it is for.', default: null },
        { name: 'employee', type: ['null', 'string'], doc: 'The employee it is for.', default: null },
        {
          name: 'employees',
          type: { type: 'array', items: 'string' },
          doc: 'Users who hear of this step.',
          default: [],
        },
        { name: 'roles', type: { type: 'array', items: 'string' }, doc: 'Roles that hear of this step.', default: [] },
        {
          name: 'severity',
          type: [
            'null',
            {
              type: 'enum',
              name: 'XconnectorSeverity',
              doc: 'How bad it is, by the source’s own judgement.',
              symbols: ['low', 'medium', 'high', 'critical'],
            },
          ],
          doc: 'How bad it is; null where the source does not say.',
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
          name: 'recordType',
          type: ['null', 'string'],
          doc: 'What kind of record it is about, such as purchase_order.',
          default: null,
        },
        {
          name: 'recordId',
          type: ['null', 'string'],
          doc: 'Which record, by its id in the system that owns it.',
          default: null,
        },
        {
          name: 'recordVersion',
          type: ['null', 'long'],
          doc: 'The version of the record that this is about: a later version has a higher number.',
          default: null,
        },
        {
          name: 'link',
          type: ['null', 'string'],
          doc: 'Where a person goes on: a URL or a deep link into the app.',
          default: null,
        },
        {
          name: 'expiresAt',
          type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
          doc: 'Nobody is to be told after this; null: it stays worth telling.',
          default: null,
        },
        {
          name: 'extra',
          type: { type: 'map', values: 'string' },
          doc: 'Fields of the event’s data that this schema does not name, each as JSON text.',
          default: {},
        },
      ],
    },
  }
