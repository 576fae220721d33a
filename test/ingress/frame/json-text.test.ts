import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { arrayItems } from '../../../src/ingress/frame/items.ts'
import { memberText } from '../../../src/ingress/frame/json-spans.ts'
import { Locator } from '../../../src/ingress/frame/locate.ts'
import { seeded } from '../../stream/delivery/seeded.ts'

const text = `{
  "events": [
    {"id": "a", "n": [1, 2, {"x/y": true}]},
    {"id": "b]},", "t~": "q\\"\\\\", "e": {} , "f": [ ] , "last": -1.5e3}
  ],
  "events2" : null,
\t"ä": [ [ [ 0 ] ] ], "": {"": 1}
}`

describe('a JSON pointer in a text', () => {
  const locator = new Locator(text)
  for (const [pointer, line, column, what] of [
    ['', 1, 1, 'the whole'],
    ['/events', 2, 13, 'a member'],
    ['/events/0', 3, 5, 'an item'],
    ['/events/0/n/2/x~1y', 3, 37, 'a name with a slash'],
    ['/events/1/t~0', 4, 26, 'a name with a tilde'],
    ['/events/1/last', 4, 64, 'behind empty ones'],
    ['/events2', 6, 15, 'null'],
    ['/ä/0/0/0', 7, 13, 'in lists of lists'],
    ['//', 7, 31, 'names that are empty'],
    ['/events/1/missing', 4, 5, 'what is missing: the object that lacks it'],
    ['/events/7/id', 2, 13, 'below what is missing'],
    ['/events2/x', 6, 15, 'below what has no members'],
  ] as const)
    test(`${pointer}: ${what}`, () => assert.deepEqual(locator.place(pointer), { line, column }))

  test('of a name that comes twice the last counts, as for JSON.parse', () => {
    assert.deepEqual(new Locator('{"a": 1,\n"a": 2}').place('/a'), { line: 2, column: 6 })
  })
  test('deep nesting and many lines do no harm', () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
    assert.deepEqual(new Locator(deep).place('/0/0/0'), { line: 1, column: 4 })
    assert.deepEqual(new Locator(`[${'\n'.repeat(200_000)}7]`).place('/0'), { line: 200_001, column: 1 })
  })
})

/** A random value. */
function value(random: () => number, depth: number): unknown {
  const pick = Math.floor(random() * (depth > 3 ? 5 : 7))
  const name = () => ['a', '', 'b c', '"', '\\', ',]}', 'ü\n', '\u2028', '/~'][Math.floor(random() * 9)] ?? ''
  const several = <T>(make: () => T) => Array.from({ length: Math.floor(random() * 4) }, make)
  if (pick === 0) return null
  if (pick === 1) return random() < 0.5
  if (pick === 2) return (random() - 0.5) * 10 ** Math.floor(random() * 40)
  if (pick < 5) return several(name).join('')
  if (pick === 5) return several(() => value(random, depth + 1))
  return Object.fromEntries(several(() => [name(), value(random, depth + 1)]))
}

test('members and items of 2,000 random texts are what JSON.parse finds, however they are spaced', () => {
  const random = seeded(7)
  for (let round = 0; round < 2_000; round++) {
    const items = Array.from({ length: Math.floor(random() * 5) }, () => value(random, 0))
    const body = { before: value(random, 0), 'the list': items, after: value(random, 0) }
    const sent = JSON.stringify(body, null, ['', ' ', '\n\t'][round % 3])
    for (const [name, member] of Object.entries(body))
      assert.deepEqual(
        JSON.parse(memberText(sent, [name])),
        member === undefined ? null : JSON.parse(JSON.stringify(member)),
      )
    const found = arrayItems(items, { value: body, text: sent }, ['the list'])
    assert.deepEqual(JSON.parse(`[${found.map(item => item.text).join()}]`), JSON.parse(JSON.stringify(items)))
    assert.deepEqual(
      found.map(item => item.pointer),
      items.map((_, index) => `/the list/${index}`),
    )
  }
})

test('what is not there has no text; of a name that comes twice the last counts', () => {
  assert.equal(memberText('{"a":[1]}', ['a', 'b']), '')
  assert.equal(memberText('{"a": 1, "a": [2]}', ['a']), '[2]')
})
