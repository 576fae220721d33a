// Written by schemas/generate.ts from push-reactions.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** A push that was told of. */
export interface FollowedPush {
  /** The id that it was submitted with, else the gateway's. */
  id: string
  /** The event that told of its state. */
  eventId: string
  /** The time of that event. */
  occurredAt: number
  /** The earliest time that anything was told of it: what is completed from then on, is completed because of it. */
  firstAt: number
  /** delivered: nobody has reacted. clicked: what it leads to is not completed. followed: a message that follows it was asked for, and may still wait to be sent. done: nothing more is to follow. */
  state: 'delivered' | 'clicked' | 'followed' | 'done'
  /** Every kind of feedback that was told of it, each once: several devices say the same. */
  seen: string[]
  /** What a completion is known by. */
  correlationId: null | string
  /** Where the click led: where the customer resumes. */
  link: null | string
  /** When it counts as ignored, or as not completed; of one that nothing more is to follow, when it leaves the row. */
  dueAt: number
}

/** How a customer reacts to pushes: one row of the push reactions. */
export interface PushReactions {
  /** In the order in which they were told of. */
  pushes: FollowedPush[]
  /** What was completed, by correlation id, and when last: a completion may be told before the click. */
  completed: Record<string, number>
  /** How many were ignored since the last one that was not. */
  ignoredInRow: number
  /** Until then no push is sent; null: none was suppressed. */
  suppressedUntil: null | number
}

export const PushReactions: RecordSchema<'signalbox.state.PushReactions', PushReactions> = {
  name: 'signalbox.state.PushReactions',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'PushReactions',
    namespace: 'signalbox.state',
    doc: 'How a customer reacts to pushes: one row of the push reactions.',
    fields: [
      {
        name: 'pushes',
        type: {
          type: 'array',
          items: {
            type: 'record',
            name: 'FollowedPush',
            doc: 'A push that was told of.',
            fields: [
              { name: 'id', type: 'string', doc: "The id that it was submitted with, else the gateway's." },
              { name: 'eventId', type: 'string', doc: 'The event that told of its state.' },
              {
                name: 'occurredAt',
                type: { type: 'long', logicalType: 'timestamp-millis' },
                doc: 'The time of that event.',
              },
              {
                name: 'firstAt',
                type: { type: 'long', logicalType: 'timestamp-millis' },
                doc: 'The earliest time that anything was told of it: what is completed from then on, is completed because of it.',
              },
              {
                name: 'state',
                type: {
                  type: 'enum',
                  name: 'FollowedPushState',
                  doc: 'Where a push stands.',
                  symbols: ['delivered', 'clicked', 'followed', 'done'],
                  default: 'done',
                },
                doc: 'delivered: nobody has reacted. clicked: what it leads to is not completed. followed: a message that follows it was asked for, and may still wait to be sent. done: nothing more is to follow.',
              },
              {
                name: 'seen',
                type: { type: 'array', items: 'string' },
                doc: 'Every kind of feedback that was told of it, each once: several devices say the same.',
                default: [],
              },
              { name: 'correlationId', type: ['null', 'string'], doc: 'What a completion is known by.', default: null },
              {
                name: 'link',
                type: ['null', 'string'],
                doc: 'Where the click led: where the customer resumes.',
                default: null,
              },
              {
                name: 'dueAt',
                type: { type: 'long', logicalType: 'timestamp-millis' },
                doc: 'When it counts as ignored, or as not completed; of one that nothing more is to follow, when it leaves the row.',
              },
            ],
          },
        },
        doc: 'In the order in which they were told of.',
        default: [],
      },
      {
        name: 'completed',
        type: { type: 'map', values: 'long' },
        doc: 'What was completed, by correlation id, and when last: a completion may be told before the click.',
        default: {},
      },
      { name: 'ignoredInRow', type: 'int', doc: 'How many were ignored since the last one that was not.', default: 0 },
      {
        name: 'suppressedUntil',
        type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
        doc: 'Until then no push is sent; null: none was suppressed.',
        default: null,
      },
    ],
  },
}
