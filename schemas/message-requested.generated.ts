// Written by schemas/generate.ts from message-requested.avsc: change that file and run npm run schemas:generate.
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

/** A flow asks that a customer be messaged. The gate decides whether, when and by which channel: consent, quiet hours, caps, channel and thread are asked when it would go. */
export interface MessageRequested {
  /** The id of what caused it, and the flow: the same again at a replay, another for every other message. */
  eventId: string
  /** The customer's id. */
  subject: string
  /** When what caused it happened, or when the flow's timer fired. */
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
}

export const MessageRequested: RecordSchema<'signalbox.flow.MessageRequested', MessageRequested> = {
  name: 'signalbox.flow.MessageRequested',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'MessageRequested',
    namespace: 'signalbox.flow',
    doc: 'A flow asks that a customer be messaged. The gate decides whether, when and by which channel: consent, quiet hours, caps, channel and thread are asked when it would go.',
    fields: [
      {
        name: 'eventId',
        type: 'string',
        doc: 'The id of what caused it, and the flow: the same again at a replay, another for every other message.',
      },
      { name: 'subject', type: 'string', doc: "The customer's id." },
      {
        name: 'occurredAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: "When what caused it happened, or when the flow's timer fired.",
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
    ],
  },
}
