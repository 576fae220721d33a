import assert from 'node:assert/strict'
import { test } from 'node:test'
import { slowness, wrongs, type Findings } from './report.ts'

const fine: Findings = {
  outcomes: new Map([
    [
      'deep nesting /a',
      new Map([
        ['400', 3],
        ['reset', 1],
      ]),
    ],
  ]),
  good: { taken: { quiet: [1, 2], hostile: [2, 4] }, answers: { 202: 4 }, acknowledged: [0, 1, 2, 3] },
  lost: [],
  isAlive: true,
  beforeMb: 200,
  mostMb: 300,
  logBytes: 1_000,
}
const with503 = (words: string) => new Map([['replays /a', new Map([[words, 2]])]])

test('a run in which nothing is wrong', () => {
  assert.deepEqual([wrongs(fine), slowness(fine)], [[], []])
})

for (const [what, findings, words] of [
  ['a crash', { isAlive: false }, /not ready any more/],
  ['a 500', { outcomes: with503('202+500') }, /2 × 202\+500 on replays \/a/],
  ['a 503 while Kafka is fine', { outcomes: with503('503') }, /2 × 503/],
  ['a good event that is lost', { lost: [7] }, /1 good events .* not in Kafka: 7/],
  ['memory', { mostMb: 900 }, /held 900 MB/],
  ['a flood of the log', { logBytes: 1_000_000 }, /logged 1000000 bytes/],
] as const)
  test(`${what} is told`, () => {
    const [found, ...others] = wrongs({ ...fine, ...findings })
    assert.match(found ?? '', words)
    assert.deepEqual(others, [])
  })

test('good requests that were not accepted are told', () => {
  const good = { ...fine.good, answers: { 202: 2, 0: 1, 429: 1 } }
  assert.deepEqual(wrongs({ ...fine, good }), [
    '1 good requests were answered not at all',
    '1 good requests were answered 429',
  ])
})

test('a p99 that more than doubles is told', () => {
  const good = { ...fine.good, taken: { quiet: [1, 2], hostile: [1, 5] } }
  assert.match(slowness({ ...fine, good }).join(), /grew 2\.50 times/)
})
