// Written by schemas/generate.ts from push-incident.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** A service incident was opened, changed or resolved, with everything that says whom it affects. */
export interface PushIncident {
  /** The source’s own id of this event; the same id again is the same event. */
  eventId: string
  /** incident: and the incident’s id. */
  subject: string
  /** When it happened at the source, in milliseconds since 1970, UTC. */
  occurredAt: number
  /** Who says so: /push/ and the app, or /push where no app is named. */
  source: string
  /** The incident’s id at the source. */
  incidentId: string
  /** opened, updated or resolved. */
  phase: 'updated' | 'opened' | 'resolved'
  /** How bad it is; null where the source does not say. */
  severity: null | 'low' | 'medium' | 'high' | 'critical'
  /** What happened, in a line that a person may read. */
  title: null | string
  /** What happened, in a few sentences that a person may read. */
  text: null | string
  /** Services that are affected. */
  services: string[]
  /** Accounts that are affected. */
  accounts: string[]
  /** Regions in which customers are affected. */
  regions: string[]
  /** Devices, or kinds of devices, that are affected. */
  devices: string[]
  /** Customers that are affected, by their ids. Whoever is named in any list is affected. */
  customers: string[]
  /** Teams of staff that should hear of it. */
  teams: string[]
  /** When it began. */
  startedAt: null | number
  /** When the source expects it to be over. */
  expectedAt: null | number
  /** What belongs together across systems: the id that the push or the event carried; null where it carried none. */
  correlationId: null | string
  /** Where a person goes on: a URL or a deep link into the app. */
  link: null | string
  /** Nobody is to be told after this; null: it stays worth telling. */
  expiresAt: null | number
  /** What else the source says of it: texts, numbers and booleans by the source’s own names. */
  data: Record<string, null | boolean | number | string>
  /** Fields of the source that this schema does not name, each as JSON text; those of its data begin with data. */
  extra: Record<string, string>
}

export const PushIncident: RecordSchema<'signalbox.push.PushIncident', PushIncident> = {
  name: 'signalbox.push.PushIncident',
  compatibility: 'FULL_TRANSITIVE',
  avro: {
    type: 'record',
    name: 'PushIncident',
    namespace: 'signalbox.push',
    doc: 'A service incident was opened, changed or resolved, with everything that says whom it affects.',
    fields: [
      {
        name: 'eventId',
        type: 'string',
        doc: 'The source’s own id of this event; the same id again is the same event.',
      },
      { name: 'subject', type: 'string', doc: 'incident: and the incident’s id.' },
      {
        name: 'occurredAt',
        type: { type: 'long', logicalType: 'timestamp-millis' },
        doc: 'When it happened at the source, in milliseconds since 1970, UTC.',
      },
      { name: 'source', type: 'string', doc: 'Who says so: /push/ and the app, or /push where no app is named.' },
      { name: 'incidentId', type: 'string', doc: 'The incident’s id at the source.' },
      {
        name: 'phase',
        type: {
          type: 'enum',
          name: 'PushIncidentPhase',
          doc: 'Where an incident stands.',
          symbols: ['updated', 'opened', 'resolved'],
          default: 'updated',
        },
        doc: 'opened, updated or resolved.',
        default: 'updated',
      },
      {
        name: 'severity',
        type: [
          'null',
          {
            type: 'enum',
            name: 'PushSeverity',
            doc: 'How bad it is, by the source’s own judgement.',
            symbols: ['low', 'medium', 'high', 'critical'],
          },
        ],
        doc: 'How bad it is; null where the source does not say.',
        default: null,
      },
      {
        name: 'title',
        type: ['null', 'string'],
        doc: 'What happened, in a line that a person may read.',
        default: null,
      },
      {
        name: 'text',
        type: ['null', 'string'],
        doc: 'What happened, in a few sentences that a person may read.',
        default: null,
      },
      { name: 'services', type: { type: 'array', items: 'string' }, doc: 'Services that are affected.', default: [] },
      { name: 'accounts', type: { type: 'array', items: 'string' }, doc: 'Accounts that are affected.', default: [] },
      {
        name: 'regions',
        type: { type: 'array', items: 'string' },
        doc: 'Regions in which customers are affected.',
        default: [],
      },
      {
        name: 'devices',
        type: { type: 'array', items: 'string' },
        doc: 'Devices, or kinds of devices, that are affected.',
        default: [],
      },
      {
        name: 'customers',
        type: { type: 'array', items: 'string' },
        doc: 'Customers that are affected, by their ids. Whoever is named in any list is affected.',
        default: [],
      },
      {
        name: 'teams',
        type: { type: 'array', items: 'string' },
        doc: 'Teams of staff that should hear of it.',
        default: [],
      },
      {
        name: 'startedAt',
        type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
        doc: 'When it began.',
        default: null,
      },
      {
        name: 'expectedAt',
        type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
        doc: 'When the source expects it to be over.',
        default: null,
      },
      {
        name: 'correlationId',
        type: ['null', 'string'],
        doc: 'What belongs together across systems: the id that the push or the event carried; null where it carried none.',
        default: null,
      },
      {
        name: 'link',
        type: ['null', 'string'],
        doc: 'Where a person goes on: a URL or a deep link into the app.',
        default: null,
      },
      {
        name: 'expiresAt',
        type: ['null', { type: 'long', logicalType: 'timestamp-millis' }],
        doc: 'Nobody is to be told after this; null: it stays worth telling.',
        default: null,
      },
      {
        name: 'data',
        type: { type: 'map', values: ['null', 'boolean', 'double', 'string'] },
        doc: 'What else the source says of it: texts, numbers and booleans by the source’s own names.',
        default: {},
      },
      {
        name: 'extra',
        type: { type: 'map', values: 'string' },
        doc: 'Fields of the source that this schema does not name, each as JSON text; those of its data begin with data.',
        default: {},
      },
    ],
  },
}
