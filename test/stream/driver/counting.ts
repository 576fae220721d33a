/** A processor with state and a table, for records that come on wrong partitions. */
import assert from 'node:assert/strict'
import { processor, reading, store, table, tableOf } from '../../../src/stream/define.ts'
import { topologyOf } from '../../../src/stream/testing.ts'
import { Count, note, Noted, notes, otherVisits, partitions, Visited, visits } from './visits.ts'

export const counts = store({ name: 'counts', schema: Count, expiry: 'none: a test' })
export const tiers = table({ name: 'tiers', key: 'the visitor', records: [Noted], partitions, why: 'a test' })

/** Says which of the visitor's visits, other than by the app, this is, and what the table has on the visitor. */
export const counting = processor({
  name: 'counting',
  input: { from: visits, only: [reading(Visited, ['page'], { channel: ['WEB', 'SHOP'] })] },
  lookups: { count: counts, tier: tableOf(tiers, Noted) },
  keeps: [counts],
  outputs: [notes],
  reasons: ['asked'],
  process({ value: { eventId, subject, page } }, { count, tier }, { keep, forward, deadLetter }) {
    if (page === '/bad') return deadLetter('asked')
    const visits = (count?.visits ?? 0) + 1
    return [
      keep(counts, { visits }),
      forward(notes, Noted, note(`${eventId} ${visits} ${tier?.text ?? 'none'}`, subject)),
    ]
  },
})
const other = processor({
  name: 'other',
  input: { from: otherVisits, only: [reading(Visited, [])] },
  lookups: {},
  keeps: [],
  outputs: [notes],
  reasons: [],
  process: ({ value }, _rows, { forward }) => forward(notes, Noted, note('other', value.subject)),
})
export const topology = topologyOf(counting, other)
assert.ok(topology.moved)
export const { moved } = topology
