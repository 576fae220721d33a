import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runDay } from './day.ts'

test('a small day: every call and decision of the fourteen flows as the plain model expects', () => {
  const { events, calls } = runDay({ events: 5_000, customers: 200, employees: 40, cases: 60, seed: 7 })
  assert.ok(events > 4_900)
  for (const destination of ['braze', 'push', 'ecm', 'workflow', 'xconnector', 'http'])
    assert.ok((calls[destination] ?? 0) > 0, `nothing was sent to ${destination}`)
})
