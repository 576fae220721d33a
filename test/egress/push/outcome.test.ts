import assert from 'node:assert/strict'
import { test } from 'node:test'
import { outcomeOf } from '../../../src/egress/push/outcome.ts'

const answer = (status: number, body: unknown) =>
  outcomeOf({ status, headers: {}, body: typeof body === 'string' ? body : JSON.stringify(body) }, 0)
const dead = { target: 'c-1', key: 'UNREGISTERED', errorMessage: 'no such token' }
const wrong = { target: 'u-9', key: 'UNKNOWN_RECIPIENT', errorMessage: 'nobody' }

test('taken by all', () => {
  const taken = answer(200, { job_id: 'j-1', accepted: ['ada'], rejected: [] })
  assert.deepEqual(taken, { kind: 'delivered', destinationId: 'j-1' })
})

test('taken by some: delivered, and the note names the others, dead tokens first', () => {
  const taken = answer(200, { job_id: 'j-1', accepted: ['ada'], rejected: [wrong, dead, { ...dead, target: 'c-2' }] })
  assert.deepEqual(taken, {
    kind: 'delivered',
    destinationId: 'j-1',
    note: '3 recipients rejected: UNREGISTERED (2): c-1, c-2 (no such token); UNKNOWN_RECIPIENT (1): u-9 (nobody)',
  })
})

test('taken by nobody: rejected with the keys', () => {
  const taken = answer(200, { job_id: 'j-1', accepted: [], rejected: [wrong, dead] })
  assert.ok(taken.kind === 'rejected' && /^no_recipient_accepted: UNREGISTERED.*UNKNOWN_RECIPIENT/.test(taken.reason))
})

test('a note is bounded, and the dead tokens are in what is left', () => {
  const many = Array.from({ length: 1_000 }, (_, n) => ({ ...wrong, target: `user-${n}` }))
  const taken = answer(200, { job_id: 'j-1', accepted: ['ada'], rejected: [...many, dead] })
  assert.ok(taken.kind === 'delivered' && taken.note?.length === 500 && taken.note.includes('UNREGISTERED (1): c-1'))
})

test('refused for good, in the gateway’s words', () => {
  const refused = answer(400, { key: 'NO_CONTENT', errorMessage: 'needs a title', entity: null, status: 400 })
  assert.deepEqual(refused, { kind: 'rejected', reason: 'status_400: NO_CONTENT: needs a title' })
})

test('200 without a job is nobody’s answer', () => {
  for (const body of ['<html>Sign in</html>', '', '{"job_id":"j-1","acc', {}])
    assert.match(JSON.stringify(answer(200, body)), /^\{"kind":"inDoubt","reason":"not_the_gateway: status 200/)
})
