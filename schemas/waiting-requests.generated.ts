// Written by schemas/generate.ts from waiting-requests.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** A campaign's request. */
export interface WaitingRequest {
  /** The request's id. */
  eventId: string
  /** When the campaign asked. */
  occurredAt: number
  /** The campaign to enter. */
  enterCampaignId: null | string
  /** The Canvas to enter. */
  enterCanvasId: null | string
  /** The kind of document that must be approved; null: any. */
  documentKind: null | string
  /** The workspace that must hold it; null: any of the customer's. */
  workspaceId: null | string
  /** After that nobody enters; null: waits for as long as it takes. */
  expiresAt: null | number
  /** What the campaign is given, by name. */
  properties: Record<string, string>
  /** waiting: no document is approved. admitted: asked for, and kept for a while in case the approval is withdrawn. */
  state: 'waiting' | 'admitted'
  /** Of admitted: the node id of the document that let the customer in. */
  documentId: null | number
  /** When it expires, or, admitted, leaves the row; null: never by itself. */
  dueAt: null | number
}

/** Campaigns that a customer enters once a document is approved: one row of the waiting. */
export interface WaitingRequests {
  /** In the order in which they came. */
  requests: WaitingRequest[]
}

export const WaitingRequests: RecordSchema<'signalbox.state.WaitingRequests', WaitingRequests> = {
  name: 'signalbox.state.WaitingRequests',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'WaitingRequests',
    namespace: 'signalbox.state',
    doc: 'Campaigns that a customer enters once a document is approved: one row of the waiting.',
    fields: [
      {
        name: 'requests',
        type: {
          type: 'array',
          items: {
            type: 'record',
            name: 'WaitingRequest',
            doc: "A campaign's request.",
            fields: [
              { name: 'eventId', type: 'string', doc: "The request's id." },
              {
                name: 'occurredAt',
                type: { type: 'long', logicalType: 'timestamp-millis' },
                doc: 'When the campaign asked.',
              },
              { name: 'enterCampaignId', type: ['null', 'string'], doc: 'The campaign to enter.', default: null },
              { name: 'enterCanvasId', type: ['null', 'string'], doc: 'The Canvas to enter.', default: null },
              {
                name: 'documentKind',
                type: ['null', 'string'],
                doc: 'The kind of document that must be approved; null: any.',
                default: null,
              },
              {
                name: 'workspaceId',
                type: ['null', 'string'],
                doc: "The workspace that must hold it; null: any of the customer's.",
                default: null,
              },
              {
                name: 'expiresAt',
                type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
                doc: 'After that nobody enters; null: waits for as long as it takes.',
                default: null,
              },
              {
                name: 'properties',
                type: { type: 'map', values: 'string' },
                doc: 'What the campaign is given, by name.',
                default: {},
              },
              {
                name: 'state',
                type: {
                  type: 'enum',
                  name: 'WaitingState',
                  doc: 'Where a request stands.',
                  symbols: ['waiting', 'admitted'],
                  default: 'waiting',
                },
                doc: 'waiting: no document is approved. admitted: asked for, and kept for a while in case the approval is withdrawn.',
              },
              {
                name: 'documentId',
                type: ['null', 'long'],
                doc: 'Of admitted: the node id of the document that let the customer in.',
                default: null,
              },
              {
                name: 'dueAt',
                type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
                doc: 'When it expires, or, admitted, leaves the row; null: never by itself.',
                default: null,
              },
            ],
          },
        },
        doc: 'In the order in which they came.',
        default: [],
      },
    ],
  },
}
