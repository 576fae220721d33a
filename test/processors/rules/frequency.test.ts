import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countedStill, isCapped } from '../../../processors/rules/frequency.ts'
import { going, noon } from './going.ts'

const caps = [
  { channels: ['email', 'push', 'sms'], most: 2, withinMs: 1_000 },
  { channels: ['push'], most: 3, withinMs: 10_000 },
]
const went = (...ago: readonly (readonly [ms: number, channel: string])[]) =>
  ago.map(([ms, channel]) => ({ at: noon - ms, channel }))

for (const [what, sent, channel, capped] of [
  ['none went', [], 'email', false],
  ['one fewer than allowed', went([500, 'email']), 'email', false],
  ['as many as allowed', went([500, 'email'], [1, 'email']), 'email', true],
  ['by other channels of the cap', went([500, 'sms'], [0, 'push']), 'email', true],
  ['the first just within', went([999, 'email'], [1, 'email']), 'email', true],
  ['the first no more', went([1_000, 'email'], [1, 'email']), 'email', false],
  ['by a channel that no cap names', went([1, 'campaign'], [1, 'campaign']), 'email', false],
  ['a channel that no cap names', went([2, 'email'], [1, 'email']), 'campaign', false],
  ['the second cap', went([9_000, 'push'], [8_000, 'push'], [7_000, 'push']), 'push', true],
  ['the second cap is of pushes alone', went([9_000, 'push'], [8_000, 'push'], [7_000, 'push']), 'email', false],
] as const)
  test(what, () => {
    assert.equal(isCapped(going({ sent }), channel, caps), capped)
  })

test('what no cap counts any more is forgotten: the longest decides', () => {
  const sent = went([10_000, 'push'], [9_999, 'email'], [0, 'sms'])
  assert.deepEqual(countedStill(sent, caps, noon), sent.slice(1))
  assert.deepEqual(countedStill(sent, [], noon), [])
})

test('in any span of its length no more go than allowed, whenever they are asked for', () => {
  const cap = { channels: ['email'], most: 3, withinMs: 100 }
  let sent: { at: number; channel: string }[] = []
  for (let n = 0, at = noon; n < 2_000; n++, at += (n * 7_919) % 60)
    if (!isCapped(going({ sent, at }), 'email', [cap])) sent = [...sent, { at, channel: 'email' }]
  for (const [n, { at }] of sent.entries()) assert.ok(at - (sent[n - 3]?.at ?? -Infinity) >= 100)
  assert.ok(sent.length > 500)
})
