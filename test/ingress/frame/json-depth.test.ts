import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isDeeperThan } from '../../../src/ingress/frame/json-depth.ts'
import { decodeJson } from '../../../src/ingress/frame/json.ts'

const lists = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`
const objects = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`

describe('how deep JSON lies in itself', () => {
  test('lists and objects count alike', () => {
    for (const nested of [lists, objects, (levels: number) => `[{"a":${lists(levels - 2)}}]`])
      assert.deepEqual([isDeeperThan(nested(10), 10), isDeeperThan(nested(11), 10)], [false, true])
  })

  test('not what lies beside it, nor what stands in strings', () => {
    assert.equal(isDeeperThan(`[${Array.from({ length: 50 }, () => lists(5)).join(',')}]`, 6), false)
    for (const text of ['[[[[', '\\"[[[[', '[[\\\\\\"[[', '\\\\'])
      assert.equal(isDeeperThan(`["${text}","${text}"]`, 3), false, text)
    assert.equal(isDeeperThan('["\\\\",[[[[]]]]]', 3), true)
  })

  test('a string without an end is the end', () => {
    assert.equal(isDeeperThan('["[[[[', 3), false)
    assert.equal(isDeeperThan('["\\', 3), false)
  })
})

test('a body of a hundred thousand levels is refused, without a parser going down there', () => {
  for (const nested of [lists, objects]) {
    const began = performance.now()
    const decoded = decodeJson(Buffer.from(nested(100_000)))
    assert.deepEqual(decoded, {
      ok: false,
      word: 'invalid-json',
      detail: 'The JSON is nested deeper than 500 levels, which is not read.',
    })
    assert.ok(performance.now() - began < 1_000)
  }
  assert.equal(decodeJson(Buffer.from(lists(500))).ok, true)
})
