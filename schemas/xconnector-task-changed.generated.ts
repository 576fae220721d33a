// Written by schemas/generate.ts from xconnector-task-changed.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** An answer that xConnector takes. */
export interface XconnectorAction {
  /** What xConnector calls it, such as approve. */
  id: string
  /** What a button says. */
  title: string
}

/** Something that a person is to do: an approval, a task or a case with a service level is waiting, near its end, late or done. */
export interface XconnectorTaskChanged {
  /** The source’s own id of this event; the same id again is the same event. */
  eventId: string
  /** task: and the task’s id. */
  subject: string
  /** When it happened at the source, in milliseconds since 1970, UTC. */
  occurredAt: number
  /** Who says so: the CloudEvents source, a URI reference. */
  source: string
  /** The CloudEvents subject as it was sent. */
  about: null | string
  /** approval: say yes or no; task: do something; sla: a case whose service level runs. */
  kind: 'task' | 'approval' | 'sla'
  /** pending: waits for somebody; assigned: has somebody, or somebody else; nearing: dueAt is near; overdue: dueAt is past; breached: a service level is broken; completed, cancelled: over. */
  phase: 'pending' | 'assigned' | 'nearing' | 'overdue' | 'breached' | 'completed' | 'cancelled'
  /** The task’s id at xConnector. */
  taskId: string
  /** What happened, in a line that a person may read. */
  title: null | string
  /** What happened, in a few sentences that a person may read. */
  text: null | string
  /** The user who is to do it. */
  assignee: null | string
  /** The role whose people may do it, where nobody is named. */
  role: null | string
  /** The user who hears of it when it is late. */
  manager: null | string
  /** When it is to be done; null: no time. */
  dueAt: null | number
  /** How bad it is; null where the source does not say. */
  severity: null | 'low' | 'medium' | 'high' | 'critical'
  /** The source’s own priority, higher is more urgent. */
  priority: null | number
  /** The answers that are offered, in their order. */
  actions: XconnectorAction[]
  /** Where a person goes on: a URL or a deep link into the app. */
  link: null | string
  /** What kind of record it is about, such as purchase_order. */
  recordType: null | string
  /** Which record, by its id in the system that owns it. */
  recordId: null | string
  /** The version of the record that this is about: a later version has a higher number. */
  recordVersion: null | number
  /** How it ended, such as approved; null while it is open. */
  outcome: null | string
  /** Who ended it. */
  actor: null | string
  /** What that person said. */
  comment: null | string
  /** What belongs together across systems: goes with the push and comes back with its answer. */
  correlationId: null | string
  /** Nobody is to be told after this; null: it stays worth telling. */
  expiresAt: null | number
  /** Fields of the event’s data that this schema does not name, each as JSON text. */
  extra: Record<string, string>
}

export const XconnectorTaskChanged: RecordSchema<'signalbox.xconnector.XconnectorTaskChanged', XconnectorTaskChanged> =
  {
    name: 'signalbox.xconnector.XconnectorTaskChanged',
    compatibility: 'FULL_TRANSITIVE',
    avro: {
      type: 'record',
      name: 'XconnectorTaskChanged',
      namespace: 'signalbox.xconnector',
      doc: 'Something that a person is to do: an approval, a task or a case with a service level is waiting, near its end, late or done.',
      fields: [
        {
          name: 'eventId',
          type: 'string',
          doc: 'The source’s own id of this event; the same id again is the same event.',
        },
        { name: 'subject', type: 'string', doc: 'task: and the task’s id.' },
        {
          name: 'occurredAt',
          type: { type: 'long', logicalType: 'timestamp-millis' },
          doc: 'When it happened at the source, in milliseconds since 1970, UTC.',
        },
        { name: 'source', type: 'string', doc: 'Who says so: the CloudEvents source, a URI reference.' },
        { name: 'about', type: ['null', 'string'], doc: 'The CloudEvents subject as it was sent.', default: null },
        {
          name: 'kind',
          type: {
            type: 'enum',
            name: 'XconnectorTaskKind',
            doc: 'What kind of thing a person is to do.',
            symbols: ['task', 'approval', 'sla'],
            default: 'task',
          },
          doc: 'approval: say yes or no; task: do something; sla: a case whose service level runs.',
          default: 'task',
        },
        {
          name: 'phase',
          type: {
            type: 'enum',
            name: 'XconnectorTaskPhase',
            doc: 'Where a task stands.',
            symbols: ['pending', 'assigned', 'nearing', 'overdue', 'breached', 'completed', 'cancelled'],
            default: 'pending',
          },
          doc: 'pending: waits for somebody; assigned: has somebody, or somebody else; nearing: dueAt is near; overdue: dueAt is past; breached: a service level is broken; completed, cancelled: over.',
          default: 'pending',
        },
        { name: 'taskId', type: 'string', doc: 'The task’s id at xConnector.' },
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
        { name: 'assignee', type: ['null', 'string'], doc: 'The user who is to do it.', default: null },
        {
          name: 'role',
          type: ['null', 'string'],
          doc: 'The role whose people may do it, where nobody is named.',
          default: null,
        },
        { name: 'manager', type: ['null', 'string'], doc: 'The user who hears of it when it is late.', default: null },
        {
          name: 'dueAt',
          type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
          doc: 'When it is to be done; null: no time.',
          default: null,
        },
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
          name: 'priority',
          type: ['null', 'int'],
          doc: 'The source’s own priority, higher is more urgent.',
          default: null,
        },
        {
          name: 'actions',
          type: {
            type: 'array',
            items: {
              type: 'record',
              name: 'XconnectorAction',
              doc: 'An answer that xConnector takes.',
              fields: [
                { name: 'id', type: 'string', doc: 'What xConnector calls it, such as approve.' },
                { name: 'title', type: 'string', doc: 'What a button says.' },
              ],
            },
          },
          doc: 'The answers that are offered, in their order.',
          default: [],
        },
        {
          name: 'link',
          type: ['null', 'string'],
          doc: 'Where a person goes on: a URL or a deep link into the app.',
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
          name: 'outcome',
          type: ['null', 'string'],
          doc: 'How it ended, such as approved; null while it is open.',
          default: null,
        },
        { name: 'actor', type: ['null', 'string'], doc: 'Who ended it.', default: null },
        { name: 'comment', type: ['null', 'string'], doc: 'What that person said.', default: null },
        {
          name: 'correlationId',
          type: ['null', 'string'],
          doc: 'What belongs together across systems: goes with the push and comes back with its answer.',
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
