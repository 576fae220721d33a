// Written by schemas/generate.ts from delivery-resolution.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** A person says what became of a delivery that was in doubt. */
export interface DeliveryResolution {
  /** Where it went, such as http. */
  destination: string
  /** The command's delivery id. */
  deliveryId: string
  /** delivered: it had arrived. resend: it had not and shall be sent. drop: it shall not be sent. */
  as: 'delivered' | 'resend' | 'drop'
  /** Who says so: the operating system's user and host. */
  by: string
  /** When. */
  at: number
}

export const DeliveryResolution: RecordSchema<'signalbox.DeliveryResolution', DeliveryResolution> = {
  name: 'signalbox.DeliveryResolution',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'DeliveryResolution',
    namespace: 'signalbox',
    doc: 'A person says what became of a delivery that was in doubt.',
    fields: [
      { name: 'destination', type: 'string', doc: 'Where it went, such as http.' },
      { name: 'deliveryId', type: 'string', doc: "The command's delivery id." },
      {
        name: 'as',
        type: {
          type: 'enum',
          name: 'ResolvedAs',
          doc: 'What shall be done.',
          symbols: ['delivered', 'resend', 'drop'],
        },
        doc: 'delivered: it had arrived. resend: it had not and shall be sent. drop: it shall not be sent.',
      },
      { name: 'by', type: 'string', doc: "Who says so: the operating system's user and host." },
      { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' }, doc: 'When.' },
    ],
  },
}
