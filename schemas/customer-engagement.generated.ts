// Written by schemas/generate.ts from customer-engagement.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** What was counted in one span of time. */
export interface WindowBucket {
  /** Where the span starts, in milliseconds since 1970. */
  start: number
  /** The sum of the amounts. */
  sum: number
  /** How many there were. */
  count: number
}

/** A message that was sent. */
export interface EngagementMessage {
  /** The campaign or step, a slash, and the dispatch. */
  id: string
  /** The event that told of it first. */
  eventId: string
  /** When it was sent or delivered, by what was told first. */
  sentAt: number
  /** What the customer did about it, each word once: opened, clicked, unsubscribed; ignored, where nothing was done in time. */
  seen: string[]
  /** When it counts as ignored; of an answered one, when it leaves the row. */
  dueAt: number
}

/** How a customer answers to messages: one row of the engagement. */
export interface CustomerEngagement {
  /** Weights of what was done and ignored, per span of the window. */
  score: WindowBucket[]
  /** Those that may still be answered or ignored; the oldest go when there are too many. */
  messages: EngagementMessage[]
}

export const CustomerEngagement: RecordSchema<'signalbox.state.CustomerEngagement', CustomerEngagement> = {
  name: 'signalbox.state.CustomerEngagement',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'CustomerEngagement',
    namespace: 'signalbox.state',
    doc: 'How a customer answers to messages: one row of the engagement.',
    fields: [
      {
        name: 'score',
        type: {
          type: 'array',
          items: {
            type: 'record',
            name: 'WindowBucket',
            doc: 'What was counted in one span of time.',
            fields: [
              { name: 'start', type: 'long', doc: 'Where the span starts, in milliseconds since 1970.' },
              { name: 'sum', type: 'double', doc: 'The sum of the amounts.' },
              { name: 'count', type: 'long', doc: 'How many there were.' },
            ],
          },
        },
        doc: 'Weights of what was done and ignored, per span of the window.',
        default: [],
      },
      {
        name: 'messages',
        type: {
          type: 'array',
          items: {
            type: 'record',
            name: 'EngagementMessage',
            doc: 'A message that was sent.',
            fields: [
              { name: 'id', type: 'string', doc: 'The campaign or step, a slash, and the dispatch.' },
              { name: 'eventId', type: 'string', doc: 'The event that told of it first.' },
              {
                name: 'sentAt',
                type: { type: 'long', logicalType: 'timestamp-millis' },
                doc: 'When it was sent or delivered, by what was told first.',
              },
              {
                name: 'seen',
                type: { type: 'array', items: 'string' },
                doc: 'What the customer did about it, each word once: opened, clicked, unsubscribed; ignored, where nothing was done in time.',
                default: [],
              },
              {
                name: 'dueAt',
                type: { type: 'long', logicalType: 'timestamp-millis' },
                doc: 'When it counts as ignored; of an answered one, when it leaves the row.',
              },
            ],
          },
        },
        doc: 'Those that may still be answered or ignored; the oldest go when there are too many.',
        default: [],
      },
    ],
  },
}
