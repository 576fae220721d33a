import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { tooMuchOf } from '../../../src/ingress/frame/json-shape.ts'
import { decodeJson } from '../../../src/ingress/frame/json.ts'

const isDeeperThan = (text: string, levels: number) => tooMuchOf(text, { levels, members: 1_000 }) === 'levels'
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

describe('how many members a list or an object has', () => {
  const most = { levels: 10, members: 3 }

  test('each counts its own', () => {
    for (const [text, found] of [
      ['[1,2,3]', undefined],
      ['[1,2,3,4]', 'members'],
      ['{"a":1,"b":2,"c":3,"d":4}', 'members'],
      ['[[1,2,3],[1,2,3],[1,2,3]]', undefined],
      ['[[1,2,3],[1,2,3],[1,2,3,4]]', 'members'],
      ['{"a":[1,2,3],"b":"1,2,3,4,5","c":[]}', undefined],
      ['[[],[],[],1]', 'members'],
      ['[1,2,[],3,4]', 'members'],
    ] as const)
      assert.equal(tooMuchOf(text, most), found, text)
  })

  test('closing what was never opened leads nowhere', () => {
    assert.equal(tooMuchOf(']]]]}}}}[1,2,3,4]', most), 'members')
  })

  test('a body of 60,000 keys or 300,000 items is refused at a fraction of what it takes to read it', () => {
    const keys = JSON.stringify(Object.fromEntries(Array.from({ length: 60_000 }, (_, n) => [`key-${n}`, n])))
    for (const text of [keys, `[${'1,'.repeat(300_000)}1]`]) {
      const bytes = Buffer.from(text)
      const began = performance.now()
      const decoded = decodeJson(bytes)
      const took = performance.now() - began
      assert.ok(!decoded.ok && decoded.word === 'too-many-members')
      assert.ok(took < 50, `${took} ms`)
    }
    assert.equal(decodeJson(Buffer.from(`[${'1,'.repeat(7_000)}1]`), 8_000).ok, true)
  })
})

test('where a long body is wrong is not looked for: nobody else would be served meanwhile', () => {
  const wrong = Buffer.from(`["${'x'.repeat(400_000)}",]`)
  const decoded = decodeJson(wrong)
  assert.ok(!decoded.ok && decoded.place === undefined)
  assert.match(decoded.detail, /^The JSON is wrong; in a shorter body/)
})
