import assert from 'node:assert/strict'
import { test } from 'node:test'
import { outcomeOf } from '../../../src/egress/xconnector/outcome.ts'

const answer = (status: number, body: string) => outcomeOf({ status, headers: {}, body }, 0)

test('202 with a receipt', () => {
  assert.deepEqual(answer(202, '{"receipt_id":"r-1"}'), { kind: 'delivered', destinationId: 'r-1' })
})

test('a key with another body, and an event that is none, are refused for good', () => {
  for (const status of [400, 409, 413, 422])
    assert.deepEqual(answer(status, 'no'), { kind: 'rejected', reason: `status_${status}: no` })
})

test('a success without a receipt is nobody’s answer', () => {
  for (const body of ['', '{}', '<html>', '{"receipt_id":"r'])
    assert.match(JSON.stringify(answer(202, body)), /^\{"kind":"inDoubt","reason":"not_xconnector: status 202/)
})
