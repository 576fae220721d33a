import { Decisions } from '../../../schemas/decisions.generated.ts'
import type { RecordSchema } from '../../../schemas/record.ts'
import { days, processor, store, stream, table } from '../../../src/stream/define.ts'
import type { ProcessTopology } from '../../../src/stream/index.ts'

export interface Happening {
  eventId: string
  subject: string
  occurredAt: number
  number: number
}
interface Counted {
  eventId: string
  number: number
  count: number
}
interface Count {
  count: number
}

const fieldsOf = (fields: Readonly<Record<string, string>>) =>
  Object.entries(fields).map(([name, type]) => ({ name, type }))
const schemaOf = <T>(name: string, fields: Readonly<Record<string, string>>): RecordSchema<string, T> => ({
  name: `test.${name}`,
  compatibility: 'FULL',
  avro: { type: 'record', name, namespace: 'test', fields: fieldsOf(fields) },
})

export const Happening = schemaOf<Happening>('Happening', {
  eventId: 'string',
  subject: 'string',
  occurredAt: 'long',
  number: 'long',
})
export const Counted = schemaOf<Counted>('Counted', { eventId: 'string', number: 'long', count: 'long' })
const Count = schemaOf<Count>('Count', { count: 'long' })

export const partitions = 4
const rest = { key: 'the subject', partitions, retentionMs: days(1), why: 'a test' }
export const happenings = stream({ ...rest, name: 'happenings', records: [Happening] })
export const counted = stream({ ...rest, name: 'counted', records: [Counted] })
const counts = store({ name: 'counts', schema: Count, expiry: 'none: a test' })

/** Counts each subject's events: the output says the event's number and that it was the subject's nth. */
export const counting: ProcessTopology = {
  processors: [
    processor({
      name: 'count',
      input: { from: happenings, only: [Happening] },
      lookups: { row: counts },
      keeps: [counts],
      outputs: [counted],
      reasons: [],
      process({ value: { eventId, number } }, { row }, { forward, keep }) {
        const count = (row?.count ?? 0) + 1
        return [keep(counts, { count }), forward(counted, Counted, { eventId, number, count })]
      },
    }),
  ],
  changelog: table({ ...rest, name: 'process.changelog', records: [] }),
  eventIds: stream({ ...rest, name: 'process.event-ids', records: [] }),
  decisions: stream({ ...rest, name: 'decisions', records: [Decisions] }),
  deadLetters: stream({ ...rest, name: 'dead.letters', records: [] }),
}
