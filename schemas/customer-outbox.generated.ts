// Written by schemas/generate.ts from customer-outbox.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** The texts of a push. */
export interface MessagePush {
  /** What the device shows first. */
  title: null | string
  /** What the device shows below the title. */
  summary: null | string
  /** What opens when it is tapped. */
  link: null | string
  /** What the app gets and the person does not see. */
  data: Record<string, string>
}

/** A message that was asked for, or a withdrawal, with every field of the request. */
export interface PendingMessage {
  /** The request's id. */
  eventId: string
  /** The customer's id. */
  subject: string
  /** The request's time. */
  occurredAt: number
  /** The flow that asks, such as P4: its settings say what kind of message it is. */
  flow: string
  /** Which of the flow's messages, by its name in the settings, such as checkout. */
  message: string
  /** What belongs together across systems; null: the thread, else the event's id, stands for it. */
  correlationId: null | string
  /** What several messages are about, such as P2/incident-7: flow, and its thing. Null: it stands alone. */
  thread: null | string
  /** none: nothing. onlyIfSent: it goes only if a message of its thread went before. onlyOnce: it goes only if none did. */
  threadRule: 'none' | 'onlyIfSent' | 'onlyOnce'
  /** It is not sent after this; null: it stays worth sending. */
  expiresAt: null | number
  /** The API-triggered campaign that is entered, where the request names it and not the settings. */
  enterCampaignId: null | string
  /** The API-triggered Canvas that is entered, likewise; at most one of the two is given. */
  enterCanvasId: null | string
  /** What a push says; null: the message cannot go by the push gateway. */
  push: null | MessagePush
  /** Channels that it must not go by. */
  withoutChannels: string[]
  /** What the message is told, by the names that its campaign knows. */
  properties: Record<string, null | boolean | number | string>
  /** When it is to be looked at: 0 for at once, else the end of the quiet hours. */
  dueAt: number
  /** Whether it was held back before: that is told once. */
  heldOnce: boolean
  /** True: it takes back what stands before it of its thread; flow and message are empty then. */
  isWithdrawal: boolean
}

/** A message that went. */
export interface SentMessage {
  /** When, by the pipeline's clock. */
  at: number
  /** By which channel; campaign where a request named the campaign or Canvas. */
  channel: string
}

/** What waits to be sent to a customer, and what was sent: one row of the outbox. */
export interface CustomerOutbox {
  /** In the order in which they were asked for. */
  pending: PendingMessage[]
  /** Those within the longest cap, in order of time. */
  sent: SentMessage[]
  /** By thread: when the first message of it went. */
  threads: Record<string, number>
}

export const CustomerOutbox: RecordSchema<'signalbox.state.CustomerOutbox', CustomerOutbox> = {
  name: 'signalbox.state.CustomerOutbox',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'CustomerOutbox',
    namespace: 'signalbox.state',
    doc: 'What waits to be sent to a customer, and what was sent: one row of the outbox.',
    fields: [
      {
        name: 'pending',
        type: {
          type: 'array',
          items: {
            type: 'record',
            name: 'PendingMessage',
            doc: 'A message that was asked for, or a withdrawal, with every field of the request.',
            fields: [
              { name: 'eventId', type: 'string', doc: "The request's id." },
              { name: 'subject', type: 'string', doc: "The customer's id." },
              {
                name: 'occurredAt',
                type: { type: 'long', logicalType: 'timestamp-millis' },
                doc: "The request's time.",
              },
              {
                name: 'flow',
                type: 'string',
                doc: 'The flow that asks, such as P4: its settings say what kind of message it is.',
              },
              {
                name: 'message',
                type: 'string',
                doc: "Which of the flow's messages, by its name in the settings, such as checkout.",
              },
              {
                name: 'correlationId',
                type: ['null', 'string'],
                doc: "What belongs together across systems; null: the thread, else the event's id, stands for it.",
                default: null,
              },
              {
                name: 'thread',
                type: ['null', 'string'],
                doc: 'What several messages are about, such as P2/incident-7: flow, and its thing. Null: it stands alone.',
                default: null,
              },
              {
                name: 'threadRule',
                type: {
                  type: 'enum',
                  name: 'ThreadRule',
                  doc: 'What earlier messages of the thread mean for this one.',
                  symbols: ['none', 'onlyIfSent', 'onlyOnce'],
                  default: 'none',
                },
                doc: 'none: nothing. onlyIfSent: it goes only if a message of its thread went before. onlyOnce: it goes only if none did.',
                default: 'none',
              },
              {
                name: 'expiresAt',
                type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
                doc: 'It is not sent after this; null: it stays worth sending.',
                default: null,
              },
              {
                name: 'enterCampaignId',
                type: ['null', 'string'],
                doc: 'The API-triggered campaign that is entered, where the request names it and not the settings.',
                default: null,
              },
              {
                name: 'enterCanvasId',
                type: ['null', 'string'],
                doc: 'The API-triggered Canvas that is entered, likewise; at most one of the two is given.',
                default: null,
              },
              {
                name: 'push',
                type: [
                  'null',
                  {
                    type: 'record',
                    name: 'MessagePush',
                    doc: 'The texts of a push.',
                    fields: [
                      { name: 'title', type: ['null', 'string'], doc: 'What the device shows first.', default: null },
                      {
                        name: 'summary',
                        type: ['null', 'string'],
                        doc: 'What the device shows below the title.',
                        default: null,
                      },
                      { name: 'link', type: ['null', 'string'], doc: 'What opens when it is tapped.', default: null },
                      {
                        name: 'data',
                        type: { type: 'map', values: 'string' },
                        doc: 'What the app gets and the person does not see.',
                        default: {},
                      },
                    ],
                  },
                ],
                doc: 'What a push says; null: the message cannot go by the push gateway.',
                default: null,
              },
              {
                name: 'withoutChannels',
                type: { type: 'array', items: 'string' },
                doc: 'Channels that it must not go by.',
                default: [],
              },
              {
                name: 'properties',
                type: { type: 'map', values: ['null', 'boolean', 'double', 'string'] },
                doc: 'What the message is told, by the names that its campaign knows.',
                default: {},
              },
              {
                name: 'dueAt',
                type: { type: 'long', logicalType: 'timestamp-millis' },
                doc: 'When it is to be looked at: 0 for at once, else the end of the quiet hours.',
              },
              {
                name: 'heldOnce',
                type: 'boolean',
                doc: 'Whether it was held back before: that is told once.',
                default: false,
              },
              {
                name: 'isWithdrawal',
                type: 'boolean',
                doc: 'True: it takes back what stands before it of its thread; flow and message are empty then.',
                default: false,
              },
            ],
          },
        },
        doc: 'In the order in which they were asked for.',
        default: [],
      },
      {
        name: 'sent',
        type: {
          type: 'array',
          items: {
            type: 'record',
            name: 'SentMessage',
            doc: 'A message that went.',
            fields: [
              {
                name: 'at',
                type: { type: 'long', logicalType: 'timestamp-millis' },
                doc: "When, by the pipeline's clock.",
              },
              {
                name: 'channel',
                type: 'string',
                doc: 'By which channel; campaign where a request named the campaign or Canvas.',
              },
            ],
          },
        },
        doc: 'Those within the longest cap, in order of time.',
        default: [],
      },
      {
        name: 'threads',
        type: { type: 'map', values: { type: 'long', logicalType: 'timestamp-millis' } },
        doc: 'By thread: when the first message of it went.',
        default: {},
      },
    ],
  },
}
