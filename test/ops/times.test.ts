import assert from 'node:assert/strict'
import { test } from 'node:test'
import { placeOf, wordsOf } from '../../src/ops/delivery/letter.ts'
import { printable, textOf } from '../../src/ops/printing.ts'
import { since, timeOf } from '../../src/ops/times.ts'

const now = Date.parse('2026-03-01T12:00:00Z')

test('times as people write them', () => {
  assert.equal(timeOf('2026-03-01T09:00:00Z', now), now - 3 * 3_600_000)
  assert.equal(timeOf('2026-03-01T10:00+01:00', now), now - 3 * 3_600_000)
  assert.equal(timeOf('2026-03-01T09:00Z', now), now - 3 * 3_600_000)
  for (const [text, ms] of [
    ['45s ago', 45_000],
    ['30m ago', 1_800_000],
    [' 2h ago ', 7_200_000],
    ['3 d ago', 259_200_000],
    ['1w', 604_800_000],
  ] as const)
    assert.equal(timeOf(text, now), now - ms, text)
})

test('what is no time, or a time without a zone, is none', () => {
  for (const text of [
    '',
    'yesterday',
    '2026-03-01',
    '2026-03-01T09:00:00',
    '2026-02-30T09:00:00Z',
    '2 hours ago',
    '-2h',
    '2h from now',
  ])
    assert.equal(timeOf(text, now), undefined, text)
})

test('how long ago, in a unit that says something', () => {
  const ages = [30_000, 119_000, 600_000, 7_300_000, 200_000_000].map(ms => since(now - ms, now).replace(/.*\(/, ''))
  assert.deepEqual(ages, ['30 s ago)', '119 s ago)', '10 min ago)', '2 h ago)', '2 days ago)'])
})

test('a letter’s id is a partition and an offset', () => {
  assert.deepEqual(placeOf('3-1042'), { partition: 3, offset: 1042 })
  for (const id of ['3', '3-', '-3', '3-1042x', 'braze.commands-3', '3-12345678901234567890'])
    assert.equal(placeOf(id), undefined, id)
})

test('the words a reason begins with; what follows is for people', () => {
  assert.deepEqual(wordsOf('rejected: unknown_campaign: no campaign c1'), ['rejected', 'unknown_campaign'])
  assert.deepEqual(wordsOf('gave_up: 12 attempts in 7 hours: timed_out'), ['gave_up'])
  assert.deepEqual(wordsOf('bad_avro'), ['bad_avro'])
  assert.deepEqual(wordsOf('rejected: unknown_event'), ['rejected', 'unknown_event'])
  assert.deepEqual(wordsOf('bad_json: no'), ['bad_json'])
  assert.deepEqual(wordsOf('It broke.'), ['other'])
})

test('what others wrote cannot steer a terminal', () => {
  assert.equal(printable('a\u001b[2Jb\nc'), 'a\\u001b[2Jb\\u000ac')
  assert.equal(textOf(Buffer.from('grüß')), 'grüß')
  assert.equal(textOf(Buffer.from([0xff, 0x00])), '0xff00')
})
