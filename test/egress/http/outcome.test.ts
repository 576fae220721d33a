import assert from 'node:assert/strict'
import { test } from 'node:test'
import { verdictOf } from '../../../src/egress/http/outcome.ts'

const verdict = (status: number, body = '', ids = ['a', 'b']) => verdictOf({ status, headers: {}, body }, ids, 0)
const kinds = (status: number, body?: string, ids?: string[]) =>
  verdict(status, body, ids).outcomes.map(({ kind }) => kind)

test('every success is one, whatever its body says', () => {
  for (const [status, body] of [
    [200, '{"accepted":2}'],
    [202, 'ok'],
    [204, ''],
  ] as const)
    assert.deepEqual(verdict(status, body), {
      outcomes: [1, 2].map(() => ({ kind: 'delivered', destinationId: null })),
      size: 'taken',
    })
})

test('save a page: nobody knows who said it', () => {
  assert.deepEqual(kinds(200, ' <!DOCTYPE html><html>Sign in</html>'), ['inDoubt', 'inDoubt'])
})

test('207: those that are named are rejected, the others delivered', () => {
  const body = JSON.stringify({ accepted: 1, rejected: [{ index: 1, id: 'b', message: 'no such tier' }] })
  const { outcomes } = verdict(207, body)
  assert.deepEqual(outcomes[0], { kind: 'delivered', destinationId: null })
  assert.deepEqual(outcomes[1], { kind: 'rejected', reason: 'refused: no such tier' })
  assert.deepEqual(kinds(207, '{"rej'), ['inDoubt', 'inDoubt'])
})

test('too large, or wrong as a whole: smaller ones, until it is one event’s fault', () => {
  assert.deepEqual([kinds(413), verdict(413).size], [['again', 'again'], 'tooLarge'])
  assert.deepEqual([kinds(400), verdict(400).size], [['again', 'again'], 'tooMany'])
  assert.deepEqual(kinds(413, '', ['a']), ['rejected'])
  assert.deepEqual(kinds(422, 'no', ['a']), ['rejected'])
})

test('gone is no event’s fault', () => {
  const [outcome] = verdict(410, 'bye').outcomes
  assert.deepEqual(outcome, { kind: 'unavailable', reason: 'gone: the endpoint wants no more: bye', afterMs: null })
})

test('what may pass later', () => {
  for (const status of [409, 423, 425]) assert.deepEqual(kinds(status), ['retry', 'retry'])
})
