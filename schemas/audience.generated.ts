// Written by schemas/generate.ts from audience.avsc: change that file and run npm run schemas:generate.
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

/** The newest word on one person in the group. */
export interface AudienceMember {
  /** The version of the person's record; a lower one changes nothing. */
  version: number
  /** The person; null: left the group. */
  person: null | Person
}

/** Everybody in a group of the directory: one row of the audiences. */
export interface Audience {
  /** By the person's id. */
  members: Record<string, AudienceMember>
}

export const Audience: RecordSchema<'signalbox.state.Audience', Audience> = {
  name: 'signalbox.state.Audience',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'Audience',
    namespace: 'signalbox.state',
    doc: 'Everybody in a group of the directory: one row of the audiences.',
    fields: [
      {
        name: 'members',
        type: {
          type: 'map',
          values: {
            type: 'record',
            name: 'AudienceMember',
            doc: 'The newest word on one person in the group.',
            fields: [
              {
                name: 'version',
                type: 'long',
                doc: "The version of the person's record; a lower one changes nothing.",
              },
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
                      {
                        name: 'unit',
                        type: ['null', 'string'],
                        doc: 'The business unit that they belong to.',
                        default: null,
                      },
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
                              {
                                name: 'from',
                                type: { type: 'long', logicalType: 'timestamp-millis' },
                                doc: 'Its beginning.',
                              },
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
                doc: 'The person; null: left the group.',
                default: null,
              },
            ],
          },
        },
        doc: "By the person's id.",
        default: {},
      },
    ],
  },
}
