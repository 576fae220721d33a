// Written by schemas/generate.ts from directory-changed.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** A time of being on call. */
export interface OnCall {
  /** Its beginning. */
  from: number
  /** Its end; no longer part of it. */
  to: number
}

/** Somebody of the staff, as the directory has them. */
export interface Person {
  /** The person's user id: of the push gateway and of the workflow service. */
  id: string
  /** What they are, such as dispatcher. */
  roles: string[]
  /** Where they work. */
  location: null | string
  /** The business unit that they belong to. */
  unit: null | string
  /** Their lead, by id. */
  lead: null | string
  /** Their manager, by id. */
  manager: null | string
  /** When they are on call, in any order. */
  onCall: OnCall[]
}

/** Somebody of the staff came into a group of the directory, changed in it, or left it. */
export interface DirectoryChanged {
  /** The id of the record's event. */
  eventId: string
  /** employee: and the person's id. */
  subject: string
  /** When the record changed. */
  occurredAt: number
  /** The group, as the directory calls it: role:, location: or unit: and which; or person: and the id, a group of one. */
  group: string
  /** The person's id. */
  personId: string
  /** The person now; null: not in the group any more. */
  person: null | Person
  /** The version of the person's record: a lower one is older. */
  version: number
}

export const DirectoryChanged: RecordSchema<'signalbox.flow.DirectoryChanged', DirectoryChanged> = {
  name: 'signalbox.flow.DirectoryChanged',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'DirectoryChanged',
    namespace: 'signalbox.flow',
    doc: 'Somebody of the staff came into a group of the directory, changed in it, or left it.',
    fields: [
      { name: 'eventId', type: 'string', doc: "The id of the record's event." },
      { name: 'subject', type: 'string', doc: "employee: and the person's id." },
      { name: 'occurredAt', type: { type: 'long', logicalType: 'timestamp-millis' }, doc: 'When the record changed.' },
      {
        name: 'group',
        type: 'string',
        doc: 'The group, as the directory calls it: role:, location: or unit: and which; or person: and the id, a group of one.',
      },
      { name: 'personId', type: 'string', doc: "The person's id." },
      {
        name: 'person',
        type: [
          'null',
          {
            type: 'record',
            name: 'Person',
            doc: 'Somebody of the staff, as the directory has them.',
            fields: [
              {
                name: 'id',
                type: 'string',
                doc: "The person's user id: of the push gateway and of the workflow service.",
              },
              {
                name: 'roles',
                type: { type: 'array', items: 'string' },
                doc: 'What they are, such as dispatcher.',
                default: [],
              },
              { name: 'location', type: ['null', 'string'], doc: 'Where they work.', default: null },
              { name: 'unit', type: ['null', 'string'], doc: 'The business unit that they belong to.', default: null },
              { name: 'lead', type: ['null', 'string'], doc: 'Their lead, by id.', default: null },
              { name: 'manager', type: ['null', 'string'], doc: 'Their manager, by id.', default: null },
              {
                name: 'onCall',
                type: {
                  type: 'array',
                  items: {
                    type: 'record',
                    name: 'OnCall',
                    doc: 'A time of being on call.',
                    fields: [
                      { name: 'from', type: { type: 'long', logicalType: 'timestamp-millis' }, doc: 'Its beginning.' },
                      {
                        name: 'to',
                        type: { type: 'long', logicalType: 'timestamp-millis' },
                        doc: 'Its end; no longer part of it.',
                      },
                    ],
                  },
                },
                doc: 'When they are on call, in any order.',
                default: [],
              },
            ],
          },
        ],
        doc: 'The person now; null: not in the group any more.',
        default: null,
      },
      { name: 'version', type: 'long', doc: "The version of the person's record: a lower one is older." },
    ],
  },
}
