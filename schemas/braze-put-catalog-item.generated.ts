// Written by schemas/generate.ts from braze-put-catalog-item.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** Command: replace an item of a catalog, or make it (PUT /catalogs/{catalog}/items). */
export interface BrazePutCatalogItem {
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
  /** All fields of the item but its id, by the names that the catalog has. */
  fields: Record<string, null | boolean | number | string | string[]>
}

export const BrazePutCatalogItem: RecordSchema<'signalbox.braze.BrazePutCatalogItem', BrazePutCatalogItem> = {
  name: 'signalbox.braze.BrazePutCatalogItem',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'BrazePutCatalogItem',
    namespace: 'signalbox.braze',
    doc: 'Command: replace an item of a catalog, or make it (PUT /catalogs/{catalog}/items).',
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
      {
        name: 'fields',
        type: { type: 'map', values: ['null', 'boolean', 'double', 'string', { type: 'array', items: 'string' }] },
        doc: 'All fields of the item but its id, by the names that the catalog has.',
      },
    ],
  },
}
