// Written by schemas/generate.ts from ecm-poll-row.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** How far one type of workspaces was read. */
export interface EcmTypeCursor {
  /** The beginning of its first round: what was there before is the baseline. */
  began: number
  /** The beginning of its last complete round; null before the first. */
  mark: null | number
}

/** Times are the server's, in ms since 1970. */
export interface EcmCursor {
  /** The server's clock at the beginning of the last round. */
  mark: number
  /** How far that clock has been set back in all, ms. */
  ahead: number
  /** Its beginning of the last complete round over folders; null before the first. */
  documents: null | number
  /** Its beginning of the last complete comparison of everything; null before the first. */
  reconciled: null | number
  /** Whether the next round compares everything: an operator asked for it, or something is missing for the first time. */
  reconcile: boolean
  /** Whether an operator asked for it: then also many deletions at once are told. */
  ordered: boolean
  /** Since when an operator wants everything read again; null where nobody does. */
  readFrom: null | number
  /** By the id of each type of workspaces, or all. */
  types: Record<string, EcmTypeCursor>
}

/** A workspace as it was last read. */
export interface EcmKnownWorkspace {
  /** Its name. */
  name: string
  /** The name of its type. */
  type: null | string
  /** Under which type it is listed: the type's id, or all. */
  typeKey: string
  /** The external system of its business object. */
  externalSystem: null | string
  /** The type of its business object. */
  businessObjectType: null | string
  /** The id of its business object. */
  businessObjectId: null | string
}

/** A document as it was last read. */
export interface EcmKnownDocument {
  /** Its name. */
  name: string
  /** The workspace it lies in. */
  workspaceId: number
  /** Its newest version; 0 where it had none. */
  version: number
}

/** Where documents may lie. */
export interface EcmKnownFolder {
  /** Its name; null of a workspace. */
  name: null | string
  /** The workspace it lies in. */
  workspaceId: number
  /** Whether everything in it was read once. */
  isRead: boolean
  /** What was made in it before that time is its baseline and not told; null where all is told. */
  quietBefore: null | number
}

/** What the poller of Extended ECM remembers: how far it has read, or what it last knew of one node. One of the fields is filled, by the row's key. */
export interface EcmPollRow {
  /** How far it has read. */
  cursor: null | EcmCursor
  /** A workspace. */
  workspace: null | EcmKnownWorkspace
  /** A document. */
  document: null | EcmKnownDocument
  /** A folder, or a workspace as what things lie in. */
  folder: null | EcmKnownFolder
  /** When the node was modified, as the list said that led to the reading. */
  modifiedAt: number
  /** The server's clock before the reading, with all that it was set back. */
  readAt: number
  /** How often in a row it was not listed where everything was. */
  missing: number
  /** Attributes that are not empty, by the server's keys, as JSON text. */
  attributes: Record<string, string>
}

export const EcmPollRow: RecordSchema<'signalbox.ecm.EcmPollRow', EcmPollRow> = {
  name: 'signalbox.ecm.EcmPollRow',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'EcmPollRow',
    namespace: 'signalbox.ecm',
    doc: "What the poller of Extended ECM remembers: how far it has read, or what it last knew of one node. One of the fields is filled, by the row's key.",
    fields: [
      {
        name: 'cursor',
        type: [
          'null',
          {
            type: 'record',
            name: 'EcmCursor',
            doc: "Times are the server's, in ms since 1970.",
            fields: [
              { name: 'mark', type: 'long', doc: "The server's clock at the beginning of the last round." },
              { name: 'ahead', type: 'long', doc: 'How far that clock has been set back in all, ms.' },
              {
                name: 'documents',
                type: ['null', 'long'],
                doc: 'Its beginning of the last complete round over folders; null before the first.',
              },
              {
                name: 'reconciled',
                type: ['null', 'long'],
                doc: 'Its beginning of the last complete comparison of everything; null before the first.',
              },
              {
                name: 'reconcile',
                type: 'boolean',
                doc: 'Whether the next round compares everything: an operator asked for it, or something is missing for the first time.',
              },
              {
                name: 'ordered',
                type: 'boolean',
                doc: 'Whether an operator asked for it: then also many deletions at once are told.',
              },
              {
                name: 'readFrom',
                type: ['null', 'long'],
                doc: 'Since when an operator wants everything read again; null where nobody does.',
              },
              {
                name: 'types',
                type: {
                  type: 'map',
                  values: {
                    type: 'record',
                    name: 'EcmTypeCursor',
                    doc: 'How far one type of workspaces was read.',
                    fields: [
                      {
                        name: 'began',
                        type: 'long',
                        doc: 'The beginning of its first round: what was there before is the baseline.',
                      },
                      {
                        name: 'mark',
                        type: ['null', 'long'],
                        doc: 'The beginning of its last complete round; null before the first.',
                      },
                    ],
                  },
                },
                doc: 'By the id of each type of workspaces, or all.',
              },
            ],
          },
        ],
        doc: 'How far it has read.',
        default: null,
      },
      {
        name: 'workspace',
        type: [
          'null',
          {
            type: 'record',
            name: 'EcmKnownWorkspace',
            doc: 'A workspace as it was last read.',
            fields: [
              { name: 'name', type: 'string', doc: 'Its name.' },
              { name: 'type', type: ['null', 'string'], doc: 'The name of its type.' },
              { name: 'typeKey', type: 'string', doc: "Under which type it is listed: the type's id, or all." },
              { name: 'externalSystem', type: ['null', 'string'], doc: 'The external system of its business object.' },
              { name: 'businessObjectType', type: ['null', 'string'], doc: 'The type of its business object.' },
              { name: 'businessObjectId', type: ['null', 'string'], doc: 'The id of its business object.' },
            ],
          },
        ],
        doc: 'A workspace.',
        default: null,
      },
      {
        name: 'document',
        type: [
          'null',
          {
            type: 'record',
            name: 'EcmKnownDocument',
            doc: 'A document as it was last read.',
            fields: [
              { name: 'name', type: 'string', doc: 'Its name.' },
              { name: 'workspaceId', type: 'long', doc: 'The workspace it lies in.' },
              { name: 'version', type: 'long', doc: 'Its newest version; 0 where it had none.' },
            ],
          },
        ],
        doc: 'A document.',
        default: null,
      },
      {
        name: 'folder',
        type: [
          'null',
          {
            type: 'record',
            name: 'EcmKnownFolder',
            doc: 'Where documents may lie.',
            fields: [
              { name: 'name', type: ['null', 'string'], doc: 'Its name; null of a workspace.' },
              { name: 'workspaceId', type: 'long', doc: 'The workspace it lies in.' },
              { name: 'isRead', type: 'boolean', doc: 'Whether everything in it was read once.' },
              {
                name: 'quietBefore',
                type: ['null', 'long'],
                doc: 'What was made in it before that time is its baseline and not told; null where all is told.',
              },
            ],
          },
        ],
        doc: 'A folder, or a workspace as what things lie in.',
        default: null,
      },
      {
        name: 'modifiedAt',
        type: 'long',
        doc: 'When the node was modified, as the list said that led to the reading.',
        default: 0,
      },
      {
        name: 'readAt',
        type: 'long',
        doc: "The server's clock before the reading, with all that it was set back.",
        default: 0,
      },
      { name: 'missing', type: 'int', doc: 'How often in a row it was not listed where everything was.', default: 0 },
      {
        name: 'attributes',
        type: { type: 'map', values: 'string' },
        doc: "Attributes that are not empty, by the server's keys, as JSON text.",
        default: {},
      },
    ],
  },
}
