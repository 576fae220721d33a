// Written by schemas/generate.ts from customer.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** The newest word on one purpose. */
export interface Consent {
  /** True when given, false when withdrawn. */
  granted: boolean
  /** Event time of that word; an older one does not replace it. */
  changedAt: number
}

/** The newest value of one attribute. */
export interface ProfileValue {
  /** Null where it was removed. */
  value: null | boolean | number | string
  /** Event time of that value; an older one does not replace it. */
  changedAt: number
}

/** What the pipeline knows of a customer: one row of the customers table. */
export interface Customer {
  /** By purpose; a purpose that is not here was never asked. */
  consents: Record<string, Consent>
  /** By attribute. */
  profile: Record<string, ProfileValue>
}

export const Customer: RecordSchema<'signalbox.state.Customer', Customer> = {
  name: 'signalbox.state.Customer',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'Customer',
    namespace: 'signalbox.state',
    doc: 'What the pipeline knows of a customer: one row of the customers table.',
    fields: [
      {
        name: 'consents',
        type: {
          type: 'map',
          values: {
            type: 'record',
            name: 'Consent',
            doc: 'The newest word on one purpose.',
            fields: [
              { name: 'granted', type: 'boolean', doc: 'True when given, false when withdrawn.' },
              {
                name: 'changedAt',
                type: { type: 'long', logicalType: 'timestamp-millis' },
                doc: 'Event time of that word; an older one does not replace it.',
              },
            ],
          },
        },
        doc: 'By purpose; a purpose that is not here was never asked.',
      },
      {
        name: 'profile',
        type: {
          type: 'map',
          values: {
            type: 'record',
            name: 'ProfileValue',
            doc: 'The newest value of one attribute.',
            fields: [
              { name: 'value', type: ['null', 'boolean', 'double', 'string'], doc: 'Null where it was removed.' },
              {
                name: 'changedAt',
                type: { type: 'long', logicalType: 'timestamp-millis' },
                doc: 'Event time of that value; an older one does not replace it.',
              },
            ],
          },
        },
        doc: 'By attribute.',
      },
    ],
  },
}
