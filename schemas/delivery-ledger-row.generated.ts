// Written by schemas/generate.ts from delivery-ledger-row.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** A header. */
export interface LedgerHeader {
  /** Its name. */
  name: string
  /** Its value. */
  value: null | Buffer
}

/** A command as it lay in its topic, and how far its delivery is. */
export interface LedgerCommand {
  /** Its offset: the order of a subject's commands. */
  offset: number
  /** The record's timestamp. */
  timestamp: number
  /** The record's key. */
  key: null | Buffer
  /** The record's value. */
  value: null | Buffer
  /** The record's headers, in their order. */
  headers: LedgerHeader[]
  /** Calls that were made for it and failed. */
  attempts: number
  /** When the first of them failed. */
  firstFailedAt: null | number
  /** When the last of them failed. */
  lastFailedAt: null | number
  /** How long it has been failing while the destination took others: outages do not count. */
  failingMs: number
  /** Before that it is not tried again. */
  dueAt: number
  /** Why the last one failed, or what is in doubt. */
  reason: null | string
  /** Whether a look-up can tell it from the commands of earlier calls: once it cannot, it never can. */
  canBeTold: boolean
}

/** What a deliver stage remembers of commands that are not done with: a call that was begun, or a command that waits. Its absence says that nothing is open. */
export interface DeliveryLedgerRow {
  /** parked: the command waits for its next attempt, or behind one of its subject. called: a call with these commands may have been made. inDoubt: a person must say what became of the command. */
  phase: 'parked' | 'called' | 'inDoubt'
  /** When the call began, at the earliest. */
  calledAt: null | number
  /** Where it went. */
  endpoint: null | string
  /** What follows when nobody knows whether it was applied: resend, lookup, atLeastOnce, atMostOnce. */
  way: null | string
  /** The commands, as they lay in their topic. */
  commands: LedgerCommand[]
}

export const DeliveryLedgerRow: RecordSchema<'signalbox.DeliveryLedgerRow', DeliveryLedgerRow> = {
  name: 'signalbox.DeliveryLedgerRow',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'DeliveryLedgerRow',
    namespace: 'signalbox',
    doc: 'What a deliver stage remembers of commands that are not done with: a call that was begun, or a command that waits. Its absence says that nothing is open.',
    fields: [
      {
        name: 'phase',
        type: {
          type: 'enum',
          name: 'LedgerPhase',
          doc: 'What is being waited for.',
          symbols: ['parked', 'called', 'inDoubt'],
        },
        doc: 'parked: the command waits for its next attempt, or behind one of its subject. called: a call with these commands may have been made. inDoubt: a person must say what became of the command.',
      },
      {
        name: 'calledAt',
        type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
        doc: 'When the call began, at the earliest.',
        default: null,
      },
      { name: 'endpoint', type: ['null', 'string'], doc: 'Where it went.', default: null },
      {
        name: 'way',
        type: ['null', 'string'],
        doc: 'What follows when nobody knows whether it was applied: resend, lookup, atLeastOnce, atMostOnce.',
        default: null,
      },
      {
        name: 'commands',
        type: {
          type: 'array',
          items: {
            type: 'record',
            name: 'LedgerCommand',
            doc: 'A command as it lay in its topic, and how far its delivery is.',
            fields: [
              { name: 'offset', type: 'long', doc: "Its offset: the order of a subject's commands." },
              {
                name: 'timestamp',
                type: { type: 'long', logicalType: 'timestamp-millis' },
                doc: "The record's timestamp.",
              },
              { name: 'key', type: ['null', 'bytes'], doc: "The record's key." },
              { name: 'value', type: ['null', 'bytes'], doc: "The record's value." },
              {
                name: 'headers',
                type: {
                  type: 'array',
                  items: {
                    type: 'record',
                    name: 'LedgerHeader',
                    doc: 'A header.',
                    fields: [
                      { name: 'name', type: 'string', doc: 'Its name.' },
                      { name: 'value', type: ['null', 'bytes'], doc: 'Its value.' },
                    ],
                  },
                },
                doc: "The record's headers, in their order.",
              },
              { name: 'attempts', type: 'int', doc: 'Calls that were made for it and failed.' },
              {
                name: 'firstFailedAt',
                type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
                doc: 'When the first of them failed.',
              },
              {
                name: 'lastFailedAt',
                type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
                doc: 'When the last of them failed.',
              },
              {
                name: 'failingMs',
                type: 'long',
                doc: 'How long it has been failing while the destination took others: outages do not count.',
              },
              {
                name: 'dueAt',
                type: { type: 'long', logicalType: 'timestamp-millis' },
                doc: 'Before that it is not tried again.',
              },
              { name: 'reason', type: ['null', 'string'], doc: 'Why the last one failed, or what is in doubt.' },
              {
                name: 'canBeTold',
                type: 'boolean',
                doc: 'Whether a look-up can tell it from the commands of earlier calls: once it cannot, it never can.',
                default: true,
              },
            ],
          },
        },
        doc: 'The commands, as they lay in their topic.',
      },
    ],
  },
}
