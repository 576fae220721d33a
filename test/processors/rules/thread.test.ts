import assert from 'node:assert/strict'
import { test } from 'node:test'
import { threadRefusal } from '../../../processors/rules/thread.ts'
import { going } from './going.ts'

const threads = { 'P2/1': 5 }

for (const [threadRule, thread, refusal] of [
  ['none', 'P2/1', undefined],
  ['none', 'P2/2', undefined],
  ['none', null, undefined],
  ['onlyIfSent', 'P2/1', undefined],
  ['onlyIfSent', 'P2/2', 'nothing_to_follow'],
  ['onlyIfSent', null, 'nothing_to_follow'],
  ['onlyIfSent', 'constructor', 'nothing_to_follow'],
  ['onlyOnce', 'P2/1', 'already_sent'],
  ['onlyOnce', 'P2/2', undefined],
  ['onlyOnce', null, undefined],
] as const)
  test(`${threadRule} in ${thread}: ${refusal ?? 'goes'}`, () => {
    assert.equal(threadRefusal(going({ threads }, { threadRule, thread })), refusal)
  })
