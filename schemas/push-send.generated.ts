// Written by schemas/generate.ts from push-send.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** A button of a push. */
export interface PushAction {
  /** Comes back when the person chooses it. */
  id: string
  /** What the button says. */
  title: string
}

/** Command: send one push to the devices of users, clients and groups (POST /deployments/notifications/{app}/push). */
export interface PushSend {
  /** Names this delivery for ever: event id, processor and destination; never an offset or an attempt. */
  deliveryId: string
  /** The canonical event that caused it. */
  eventId: string
  /** Whom or what the push is about: pushes of one subject keep their order. */
  subject: string
  /** When it happened at the source. */
  occurredAt: number
  /** Users, all of whose devices get it. Recipients add up. */
  users: string[]
  /** Single devices, by their client ids. */
  clients: string[]
  /** Groups of the directory, all of whose users get it. */
  groups: string[]
  /** To every device of the app; no recipients are named then. */
  broadcast: boolean
  /** What the device shows first. */
  title: null | string
  /** What the device shows below the title. */
  summary: null | string
  /** What the app gets and the person does not see. The names actions and correlation_id are taken. */
  data: Record<string, string>
  /** The buttons, in their order. */
  actions: PushAction[]
  /** high: wakes a sleeping device. */
  priority: 'normal' | 'high'
  /** For so long the gateway keeps it for a device that cannot be reached; null: as long as the gateway does by itself. */
  ttlSeconds: null | number
  /** It is not sent after this; null: whenever it can be. */
  expiresAt: null | number
  /** Comes back with what the person does about it. */
  correlationId: null | string
}

export const PushSend: RecordSchema<'signalbox.push.PushSend', PushSend> = {
  name: 'signalbox.push.PushSend',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'PushSend',
    namespace: 'signalbox.push',
    doc: 'Command: send one push to the devices of users, clients and groups (POST /deployments/notifications/{app}/push).',
    fields: [
      {
        name: 'deliveryId',
        type: 'string',
        doc: 'Names this delivery for ever: event id, processor and destination; never an offset or an attempt.',
      },
      { name: 'eventId', type: 'string', doc: 'The canonical event that caused it.' },
      {
        name: 'subject',
        type: 'string',
        doc: 'Whom or what the push is about: pushes of one subject keep their order.',
      },
      {
        name: 'occurredAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: 'When it happened at the source.',
      },
      {
        name: 'users',
        type: { type: 'array', items: 'string' },
        doc: 'Users, all of whose devices get it. Recipients add up.',
        default: [],
      },
      {
        name: 'clients',
        type: { type: 'array', items: 'string' },
        doc: 'Single devices, by their client ids.',
        default: [],
      },
      {
        name: 'groups',
        type: { type: 'array', items: 'string' },
        doc: 'Groups of the directory, all of whose users get it.',
        default: [],
      },
      {
        name: 'broadcast',
        type: 'boolean',
        doc: 'To every device of the app; no recipients are named then.',
        default: false,
      },
      { name: 'title', type: ['null', 'string'], doc: 'What the device shows first.', default: null },
      { name: 'summary', type: ['null', 'string'], doc: 'What the device shows below the title.', default: null },
      {
        name: 'data',
        type: { type: 'map', values: 'string' },
        doc: 'What the app gets and the person does not see. The names actions and correlation_id are taken.',
        default: {},
      },
      {
        name: 'actions',
        type: {
          type: 'array',
          items: {
            type: 'record',
            name: 'PushAction',
            doc: 'A button of a push.',
            fields: [
              { name: 'id', type: 'string', doc: 'Comes back when the person chooses it.' },
              { name: 'title', type: 'string', doc: 'What the button says.' },
            ],
          },
        },
        doc: 'The buttons, in their order.',
        default: [],
      },
      {
        name: 'priority',
        type: {
          type: 'enum',
          name: 'PushPriority',
          doc: 'How urgent a push is.',
          symbols: ['normal', 'high'],
          default: 'normal',
        },
        doc: 'high: wakes a sleeping device.',
        default: 'normal',
      },
      {
        name: 'ttlSeconds',
        type: ['null', 'int'],
        doc: 'For so long the gateway keeps it for a device that cannot be reached; null: as long as the gateway does by itself.',
        default: null,
      },
      {
        name: 'expiresAt',
        type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
        doc: 'It is not sent after this; null: whenever it can be.',
        default: null,
      },
      {
        name: 'correlationId',
        type: ['null', 'string'],
        doc: 'Comes back with what the person does about it.',
        default: null,
      },
    ],
  },
}
