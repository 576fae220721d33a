import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LearntSize } from '../../../src/egress/http/learnt-size.ts'

test('half of what was refused, however many calls were refused together, and at least one', () => {
  const size = new LearntSize(100, 1)
  for (let call = 0; call < 8; call += 1) size.refused(100)
  assert.equal(size.limit, 50)
  size.refused(80)
  assert.equal(size.limit, 40)
  size.refused(1)
  assert.equal(size.limit, 1)
})

test('doubled after as many taken calls as patience asks for, up to the most', () => {
  const size = new LearntSize(10, 3)
  size.taken()
  assert.equal(size.limit, 10)
  size.refused(10)
  const limits = Array.from({ length: 7 }, () => (size.taken(), size.limit))
  assert.deepEqual(limits, [5, 5, 10, 10, 10, 10, 10])
  size.refused(10)
  size.taken()
  size.refused(5)
  assert.deepEqual(
    Array.from({ length: 6 }, () => (size.taken(), size.limit)),
    [2, 2, 4, 4, 4, 8],
  )
})
