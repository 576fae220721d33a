// Written by schemas/generate.ts from group-members.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** The customers of one bucket of a group: one row of the group members. */
export interface GroupMembers {
  /** The customers who are in it now, by their ids. */
  members: string[]
  /** By incident: the customers whom it was passed on to, until it is resolved. */
  reached: Record<string, string[]>
}

export const GroupMembers: RecordSchema<'signalbox.state.GroupMembers', GroupMembers> = {
  name: 'signalbox.state.GroupMembers',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'GroupMembers',
    namespace: 'signalbox.state',
    doc: 'The customers of one bucket of a group: one row of the group members.',
    fields: [
      {
        name: 'members',
        type: { type: 'array', items: 'string' },
        doc: 'The customers who are in it now, by their ids.',
        default: [],
      },
      {
        name: 'reached',
        type: { type: 'map', values: { type: 'array', items: 'string' } },
        doc: 'By incident: the customers whom it was passed on to, until it is resolved.',
        default: {},
      },
    ],
  },
}
