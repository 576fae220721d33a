import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { decodeJson } from '../../../src/ingress/frame/json.ts'

describe('a body', () => {
  const detailOf = (text: string | Buffer) => {
    const decoded = decodeJson(Buffer.from(text))
    return decoded.ok ? 'ok' : decoded.detail
  }
  for (const [text, position] of [
    ['{"a": 1,}', 8],
    ['{"a": 1', 7],
    ['{"a": tru}', 6],
    ['abc', 0],
    ['[1 2]', 3],
    ['{"a" 1}', 5],
    ['{a: 1}', 1],
    ['[1,]', 3],
    ['{} {}', 3],
    ['["a\nb"]', 3],
    ['["abc', 5],
    ['["a\\x"]', 3],
    ['[01]', 2],
    ['[', 1],
    ['}', 0],
  ] as const) {
    test(`${JSON.stringify(text)} is wrong at ${position}`, () => {
      assert.match(detailOf(text), new RegExp(`at position ${position} `))
    })
  }
  test('line and column are told', () => assert.match(detailOf('{\n  "a": x\n}'), /\(line 2, column 8\)/))
  test('nothing, invalid UTF-8, a byte order mark', () => {
    assert.equal(detailOf(' '), 'The body is empty.')
    assert.equal(detailOf(Buffer.from([0x22, 0xff, 0x22])), 'The body is not UTF-8.')
    assert.equal(detailOf('\uFEFF{}'), 'ok')
  })
})
