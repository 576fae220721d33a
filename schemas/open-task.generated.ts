// Written by schemas/generate.ts from open-task.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** A human task and how far its escalation went: one row of the tasks. */
export interface OpenTask {
  /** The task, by the service's id. */
  taskId: string
  /** The case: the subject of its events, and of commands about it. */
  subject: string
  /** Its name. */
  name: string
  /** The event that changed it last. */
  eventId: string
  /** Who has it; null: nobody yet. */
  assignee: null | string
  /** Who may claim it. */
  candidateUsers: string[]
  /** Whose members may claim it. */
  candidateGroups: string[]
  /** Its deadline: the task's own, else by the settings. */
  dueAt: number
  /** Whether it still is to be done. */
  open: boolean
  /** Whether its process stands still: nobody is told then. */
  suspended: boolean
  /** Event time of the newest word on it; an older one changes nothing. */
  changedAt: number
  /** The step of the chain that comes next. */
  step: number
  /** Who was told of it, by id: they may answer. */
  asked: string[]
  /** When it was completed; null while it is open, or where it was deleted. */
  answeredAt: null | number
  /** Of a completed one: what was decided. */
  outcome: null | string
  /** An answer after this is too late. */
  expiresAt: number
}

export const OpenTask: RecordSchema<'signalbox.state.OpenTask', OpenTask> = {
  name: 'signalbox.state.OpenTask',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'OpenTask',
    namespace: 'signalbox.state',
    doc: 'A human task and how far its escalation went: one row of the tasks.',
    fields: [
      { name: 'taskId', type: 'string', doc: "The task, by the service's id." },
      { name: 'subject', type: 'string', doc: 'The case: the subject of its events, and of commands about it.' },
      { name: 'name', type: 'string', doc: 'Its name.' },
      { name: 'eventId', type: 'string', doc: 'The event that changed it last.' },
      { name: 'assignee', type: ['null', 'string'], doc: 'Who has it; null: nobody yet.', default: null },
      { name: 'candidateUsers', type: { type: 'array', items: 'string' }, doc: 'Who may claim it.', default: [] },
      {
        name: 'candidateGroups',
        type: { type: 'array', items: 'string' },
        doc: 'Whose members may claim it.',
        default: [],
      },
      {
        name: 'dueAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: "Its deadline: the task's own, else by the settings.",
      },
      { name: 'open', type: 'boolean', doc: 'Whether it still is to be done.' },
      {
        name: 'suspended',
        type: 'boolean',
        doc: 'Whether its process stands still: nobody is told then.',
        default: false,
      },
      {
        name: 'changedAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: 'Event time of the newest word on it; an older one changes nothing.',
      },
      { name: 'step', type: 'int', doc: 'The step of the chain that comes next.', default: 0 },
      {
        name: 'asked',
        type: { type: 'array', items: 'string' },
        doc: 'Who was told of it, by id: they may answer.',
        default: [],
      },
      {
        name: 'answeredAt',
        type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
        doc: 'When it was completed; null while it is open, or where it was deleted.',
        default: null,
      },
      { name: 'outcome', type: ['null', 'string'], doc: 'Of a completed one: what was decided.', default: null },
      {
        name: 'expiresAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: 'An answer after this is too late.',
      },
    ],
  },
}
