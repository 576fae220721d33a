/** Every check red once: a receiver that is right, and one thing after another made wrong in it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { random } from '../engine/random.ts'
import { findingsOf, type Counted } from './count.ts'
import type { Applied } from './destination.ts'
import { nameOf, plannedIn, planOf } from './plan.ts'

const once = (number: number, subject = 1): Applied => ({ subject, number, kind: 'once', slot: '' })
const state = (number: number, subject = 1): Applied => ({ subject, number, kind: 'state', slot: 'category' })
const [a, b, c, other, early, late] = [once(0), once(1), once(2), once(0, 12), state(3), state(4)]
const commands = [a, b, c, other, early, late]
const receipts = new Map(commands.map(command => [nameOf(command), ['delivered']]))
const right: Counted = { commands, effects: [a, other, b, c, early, early, late], receipts }

const found = (counted: Partial<Counted>) => {
  const findings = { ...findingsOf({ ...right, ...counted }) }
  return Object.fromEntries(Object.entries(findings).filter(([, names]) => names.length > 0))
}
const receiptOf = (outcomes: string[]) => ({ receipts: new Map([...receipts, [nameOf(b), outcomes]]) })

test('what is right has no findings; a state that is set again or passed over is none', () => {
  assert.deepEqual(found({}), {})
  assert.deepEqual(found({ effects: [a, other, b, c, late, late] }), {})
})

const wrong: [string, Partial<Counted>, object][] = [
  ['an effect is missing', { effects: [a, other, c, early, late] }, { lost: ['c-1-1'] }],
  ['an effect is there twice', { effects: [a, b, other, c, b, early, late] }, { doubled: ['c-1-1'] }],
  ['effects in another order', { effects: [a, c, b, other, early, late] }, { outOfOrder: ['c-1-1'] }],
  ['an older state after a newer', { effects: [a, b, c, other, late, early, late] }, { outOfOrder: ['c-1-3'] }],
  [
    'an older state has the last word',
    { effects: [a, b, c, other, late, early] },
    { outOfOrder: ['c-1-3'], stale: ['c-1-4'] },
  ],
  ['a state is never set', { effects: [a, b, c, other] }, { stale: ['c-1-4'] }],
  ['an effect of nothing', { effects: [...right.effects, once(7, 3)] }, { strangers: ['c-3-7'] }],
  ['no receipt', receiptOf([]), { noReceipt: ['c-1-1'] }],
  ['two receipts', receiptOf(['delivered', 'delivered']), { severalReceipts: ['c-1-1'] }],
  ['in doubt', receiptOf(['inDoubt']), { inDoubt: ['c-1-1'] }],
  ['rejected', receiptOf(['rejected']), { rejected: ['c-1-1'] }],
]
for (const [what, counted, expected] of wrong) test(`red: ${what}`, () => assert.deepEqual(found(counted), expected))

test('the plan: each subject counts from 0 without a gap; a seed repeats it; names are found again', () => {
  const plan = planOf(random(7), 3_000)
  assert.deepEqual(plan, planOf(random(7), 3_000))
  assert.notDeepEqual(plan, planOf(random(8), 3_000))
  const next = new Map<number, number>()
  for (const { subject, number } of plan) {
    assert.equal(number, next.get(subject) ?? 0)
    next.set(subject, number + 1)
  }
  assert.ok(next.size > 100)
  assert.deepEqual(plannedIn('x/c-12-345/chaos/braze'), { subject: 12, number: 345 })
  assert.equal(plannedIn('task-12-3'), undefined)
})
