// Written by schemas/generate.ts from staff-alert.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** An alert to staff and how far it went: one row of the alerts. */
export interface StaffAlert {
  /** The alert's id. */
  eventId: string
  /** When what it tells of happened. */
  occurredAt: number
  /** What happened, such as shipment_exception. */
  kind: string
  /** How bad it is; null where the source does not say. */
  severity: null | 'low' | 'medium' | 'high' | 'critical'
  /** Roles that should know; empty: whatever their role. */
  roles: string[]
  /** Places whose people should know; empty: wherever they are. */
  locations: string[]
  /** Business units whose people should know; empty: whichever they belong to. */
  businessUnits: string[]
  /** Only those who are on call. */
  onCallOnly: boolean
  /** What happened, in a line that a person may read. */
  title: null | string
  /** What happened, in a few sentences that a person may read. */
  text: null | string
  /** Where a person goes on. */
  link: null | string
  /** The id that the alert carried, of another system. */
  correlationId: null | string
  /** Nobody is to be told after this; null: it stays worth telling. */
  expiresAt: null | number
  /** When the first step was taken, by the pipeline's clock: from then the others count. Null before. */
  startedAt: null | number
  /** The step of the chain that comes next. */
  step: number
  /** Who was told, by id. */
  told: string[]
  /** Who of them took it; nobody else is told then. */
  acknowledgedBy: null | string
  /** Whether nothing more is to follow: acknowledged, expired, or at the end of its chain. */
  over: boolean
}

export const StaffAlert: RecordSchema<'signalbox.state.StaffAlert', StaffAlert> = {
  name: 'signalbox.state.StaffAlert',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'StaffAlert',
    namespace: 'signalbox.state',
    doc: 'An alert to staff and how far it went: one row of the alerts.',
    fields: [
      { name: 'eventId', type: 'string', doc: "The alert's id." },
      {
        name: 'occurredAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: 'When what it tells of happened.',
      },
      { name: 'kind', type: 'string', doc: 'What happened, such as shipment_exception.' },
      {
        name: 'severity',
        type: [
          'null',
          {
            type: 'enum',
            name: 'StaffAlertSeverity',
            doc: "How bad it is, by the source's own judgement.",
            symbols: ['low', 'medium', 'high', 'critical'],
          },
        ],
        doc: 'How bad it is; null where the source does not say.',
        default: null,
      },
      {
        name: 'roles',
        type: { type: 'array', items: 'string' },
        doc: 'Roles that should know; empty: whatever their role.',
        default: [],
      },
      {
        name: 'locations',
        type: { type: 'array', items: 'string' },
        doc: 'Places whose people should know; empty: wherever they are.',
        default: [],
      },
      {
        name: 'businessUnits',
        type: { type: 'array', items: 'string' },
        doc: 'Business units whose people should know; empty: whichever they belong to.',
        default: [],
      },
      { name: 'onCallOnly', type: 'boolean', doc: 'Only those who are on call.', default: false },
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
      { name: 'link', type: ['null', 'string'], doc: 'Where a person goes on.', default: null },
      {
        name: 'correlationId',
        type: ['null', 'string'],
        doc: 'The id that the alert carried, of another system.',
        default: null,
      },
      {
        name: 'expiresAt',
        type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
        doc: 'Nobody is to be told after this; null: it stays worth telling.',
        default: null,
      },
      {
        name: 'startedAt',
        type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
        doc: "When the first step was taken, by the pipeline's clock: from then the others count. Null before.",
        default: null,
      },
      { name: 'step', type: 'int', doc: 'The step of the chain that comes next.', default: 0 },
      { name: 'told', type: { type: 'array', items: 'string' }, doc: 'Who was told, by id.', default: [] },
      {
        name: 'acknowledgedBy',
        type: ['null', 'string'],
        doc: 'Who of them took it; nobody else is told then.',
        default: null,
      },
      {
        name: 'over',
        type: 'boolean',
        doc: 'Whether nothing more is to follow: acknowledged, expired, or at the end of its chain.',
        default: false,
      },
    ],
  },
}
