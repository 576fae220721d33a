// Written by schemas/generate.ts from braze-delete-catalog-item.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** Command: delete an item of a catalog (DELETE /catalogs/{catalog}/items). */
export interface BrazeDeleteCatalogItem {
  /** Names this delivery for ever: event id, processor and destination; never an offset or an attempt. */
  deliveryId: string
  /** The canonical event that caused it. */
  eventId: string
  /** What the order is kept by; let it be the item, as in products/p-1, so that two writers of one item stay in order. */
  subject: string
  /** When it happened at the source. */
  occurredAt: number
  /** The catalog's name. */
  catalog: string
  /** At most 250 letters, digits, dashes and underscores. */
  itemId: string
}

export const BrazeDeleteCatalogItem: RecordSchema<'signalbox.braze.BrazeDeleteCatalogItem', BrazeDeleteCatalogItem> = {
  name: 'signalbox.braze.BrazeDeleteCatalogItem',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'BrazeDeleteCatalogItem',
    namespace: 'signalbox.braze',
    doc: 'Command: delete an item of a catalog (DELETE /catalogs/{catalog}/items).',
    fields: [
      {
        name: 'deliveryId',
        type: 'string',
        doc: 'Names this delivery for ever: event id, processor and destination; never an offset or an attempt.',
      },
      { name: 'eventId', type: 'string', doc: 'The canonical event that caused it.' },
      {
        name: 'subject',
        type: 'string',
        doc: 'What the order is kept by; let it be the item, as in products/p-1, so that two writers of one item stay in order.',
      },
      {
        name: 'occurredAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: 'When it happened at the source.',
      },
      { name: 'catalog', type: 'string', doc: "The catalog's name." },
      { name: 'itemId', type: 'string', doc: 'At most 250 letters, digits, dashes and underscores.' },
    ],
  },
}
