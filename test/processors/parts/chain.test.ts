import assert from 'node:assert/strict'
import { test } from 'node:test'
import { firstWithAnybody, stepDue, type Step } from '../../../processors/chain.ts'

const chain: readonly Step<'lead' | 'manager'>[] = [
  { afterMs: 0, to: 'lead' },
  { afterMs: 600, to: 'manager' },
]

test('each step counts from the start of the chain; past its end none is due', () => {
  assert.deepEqual(
    [0, 1, 2].map(step => stepDue(1_000, chain, step)),
    [1_000, 1_600, undefined],
  )
})

test('steps that mean nobody are passed over; where none is left, all of them were', () => {
  const only = (who: string) => firstWithAnybody(chain, 0, to => (to === who ? ['lee'] : []))
  assert.deepEqual(only('lead'), { people: ['lee'], empty: 0, step: 0, level: 'lead' })
  assert.deepEqual(only('manager'), { people: ['lee'], empty: 1, step: 1, level: 'manager' })
  assert.deepEqual(only('nobody'), { people: [], empty: 2, step: 2, level: undefined })
  assert.deepEqual(
    firstWithAnybody(chain, 1, () => ['lee']),
    { people: ['lee'], empty: 0, step: 1, level: 'manager' },
  )
})
