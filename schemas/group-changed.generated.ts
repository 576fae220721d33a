// Written by schemas/generate.ts from group-changed.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** A customer came into a group or left it: a region, an account, a kind of device. */
export interface GroupChanged {
  /** The id of the profile change. */
  eventId: string
  /** The customer's id. */
  subject: string
  /** When the profile changed. */
  occurredAt: number
  /** The kind of group, a colon, and which, such as regions:north; without the bucket that the key carries. */
  group: string
  /** True: is in it now. False: left it. */
  member: boolean
}

export const GroupChanged: RecordSchema<'signalbox.flow.GroupChanged', GroupChanged> = {
  name: 'signalbox.flow.GroupChanged',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'GroupChanged',
    namespace: 'signalbox.flow',
    doc: 'A customer came into a group or left it: a region, an account, a kind of device.',
    fields: [
      { name: 'eventId', type: 'string', doc: 'The id of the profile change.' },
      { name: 'subject', type: 'string', doc: "The customer's id." },
      { name: 'occurredAt', type: { type: 'long', logicalType: 'timestamp-millis' }, doc: 'When the profile changed.' },
      {
        name: 'group',
        type: 'string',
        doc: 'The kind of group, a colon, and which, such as regions:north; without the bucket that the key carries.',
      },
      { name: 'member', type: 'boolean', doc: 'True: is in it now. False: left it.' },
    ],
  },
}
