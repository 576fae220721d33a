import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sameWord, textOf } from '../../../processors/ecm-text.ts'

test('a JSON text is its text, anything else the JSON itself', () => {
  for (const [json, text] of [
    ['"In review"', 'In review'],
    ['"say \\"yes\\""', 'say "yes"'],
    ['""', ''],
    ['3', '3'],
    ['true', 'true'],
    ['["a","b"]', '["a","b"]'],
    ['null', 'null'],
    ['In review', 'In review'],
    [null, null],
  ] as const)
    assert.equal(textOf(json), text, String(json))
})

test('names are the same in any case and with spaces around; nothing is the same as null', () => {
  assert.ok(sameWord('Approval Letter', ' approval letter '))
  assert.ok(!sameWord('Approval letter', 'Approval'))
  assert.ok(!sameWord(null, 'Approval'))
  assert.ok(!sameWord(null, null))
})
