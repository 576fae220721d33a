import type { RecordSchema } from '../../schemas/record.ts'
import { days, processor, store, stream, table } from '../../src/stream/define.ts'
import type { ProcessTopology } from '../../src/stream/index.ts'
import { Counted, counting, Happening } from '../../test/stream/live/counting.ts'

interface Count {
  count: number
}
const Count: RecordSchema<'bench.Count', Count> = {
  name: 'bench.Count',
  compatibility: 'FULL',
  avro: { type: 'record', name: 'Count', namespace: 'bench', fields: [{ name: 'count', type: 'long' }] },
}

/** Over any number of tasks: an event costs its task one output and one row, and nothing else (no event ids). */
export function perTask(partitions: number): ProcessTopology {
  const rest = { key: 'the subject', partitions, retentionMs: days(1), why: 'a benchmark' }
  const counts = store({ name: 'counts', schema: Count, expiry: 'none: a benchmark' })
  const counted = stream({ ...rest, name: 'counted', records: [Counted] })
  const count = processor({
    name: 'count',
    input: { from: stream({ ...rest, name: 'happenings', records: [Happening] }), only: [Happening] },
    lookups: { row: counts },
    keeps: [counts],
    outputs: [counted],
    reasons: [],
    process({ value: { eventId, number } }, { row }, { forward, keep }) {
      const next = (row?.count ?? 0) + 1
      return [keep(counts, { count: next }), forward(counted, Counted, { eventId, number, count: next })]
    },
  })
  return {
    processors: [count],
    changelog: table({ ...rest, name: 'process.changelog', records: [] }),
    decisions: counting.decisions,
    deadLetters: counting.deadLetters,
  }
}
