import assert from 'node:assert/strict'
import { test } from 'node:test'
import { coordinatorPartition } from './coordinator.ts'

test('groups and transactional ids lie in the partitions where Java puts them', () => {
  const whole = 2 ** 31
  // "hello".hashCode() is 99162322 and "polygenelubricants".hashCode() is -2147483648.
  assert.equal(coordinatorPartition('hello', whole), 99_162_322)
  assert.equal(coordinatorPartition('polygenelubricants', whole), 0)
  assert.equal(coordinatorPartition('hello', 8), 2)
})
