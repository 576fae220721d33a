import assert from 'node:assert/strict'
import { test } from 'node:test'
import { requestId, requestKindOf } from '../../../processors/correlation.ts'

test('what was asked comes back with its kind', () => {
  assert.equal(requestId('workflow-task', '17'), 'workflow-task:17')
  assert.equal(requestKindOf(requestId('workflow-task', '17')), 'workflow-task')
  assert.equal(requestKindOf(requestId('alert', 'a:b')), 'alert')
})

test('correlation ids of others are no questions of ours', () => {
  for (const id of ['', 'alert', 'alerts:1', 'workflow-task', 'P2/incident-7', 'task:17'])
    assert.equal(requestKindOf(id), undefined, id)
})
