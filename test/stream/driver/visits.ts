/** What the engine's tests are made of: visits to pages, and what is noted of them. */
import type { RecordSchema } from '../../../schemas/record.ts'
import { stream } from '../../../src/stream/define.ts'

export const partitions = 3

interface Visited {
  eventId: string
  subject: string
  occurredAt: number
  page: string
  channel: 'WEB' | 'APP' | 'SHOP'
  note: string | null
}
interface Noted {
  subject: string
  text: string
}
interface Count {
  visits: number
}

/** A record schema of these fields. */
const schema = (name: string, fields: Readonly<Record<string, unknown>>) => ({
  compatibility: 'FULL' as const,
  avro: {
    type: 'record',
    name,
    namespace: 'test',
    fields: Object.entries(fields).map(([field, type]) => ({
      name: field,
      type,
      ...(Array.isArray(type) && { default: null }),
    })),
  },
})
const envelope = { eventId: 'string', subject: 'string', occurredAt: 'long' }
const channel = { type: 'enum', name: 'Channel', symbols: ['WEB', 'APP', 'SHOP'] }

export const Visited: RecordSchema<'test.Visited', Visited> = {
  name: 'test.Visited',
  ...schema('Visited', { ...envelope, page: 'string', channel, note: ['null', 'string'] }),
}

/** An older version: other order of fields and symbols, a field that is gone, and no note. */
export const OlderVisited: RecordSchema<
  'test.Visited',
  Omit<Visited, 'note' | 'channel'> & { gone: string; channel: string }
> = {
  name: 'test.Visited',
  ...schema('Visited', {
    gone: 'string',
    channel: { ...channel, symbols: ['SHOP', 'WEB'] },
    page: 'string',
    occurredAt: 'long',
    subject: 'string',
    eventId: 'string',
  }),
}
export const Left: RecordSchema<'test.Left', { eventId: string; subject: string; occurredAt: number }> = {
  name: 'test.Left',
  ...schema('Left', envelope),
}
export const Noted: RecordSchema<'test.Noted', Noted> = {
  name: 'test.Noted',
  ...schema('Noted', { subject: 'string', text: 'string' }),
}
export const Count: RecordSchema<'test.Count', Count> = { name: 'test.Count', ...schema('Count', { visits: 'long' }) }

const rest = { key: 'the visitor', partitions, why: 'a test', retentionMs: 1_000 }
export const visits = stream({ ...rest, name: 'visits', records: [Visited, Left] })
export const otherVisits = stream({ ...rest, name: 'other-visits', records: [Visited] })
export const notes = stream({ ...rest, name: 'notes', records: [Noted] })
export const otherNotes = stream({ ...rest, name: 'other-notes', records: [Noted] })

/** A visit of ada's, but for what is said otherwise. */
export const visit = (eventId: string, more: Partial<Visited> = {}): Visited => ({
  eventId,
  subject: 'ada',
  occurredAt: 1_000,
  page: '/',
  channel: 'WEB',
  note: null,
  ...more,
})
export const note = (text: string, subject = 'ada'): Noted => ({ subject, text })
