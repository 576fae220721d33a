import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { recoveries, Recovery } from './recovery.ts'

test('recovered is what has output of events from after the harm, in the partition that is furthest behind', async () => {
  const state = { reached: 9, next: 10 }
  const recovery = new Recovery({ reached: () => state.reached }, state)
  recovery.harm()
  let moved = false
  void recovery.moves().then(() => (moved = true))
  await sleep(60)
  assert.equal(moved, false, 'output of events from before the harm says nothing')
  state.reached = 10
  await recovery.moves()
  assert.ok(recovery.tookMs >= 60)
  state.next = 20
  state.reached = 20
  await recovery.movesFromNow()
})

test('the table: how often, the median, the longest, and what did not recover', () => {
  const round = (fault: string, recoveredMs: number) => ({ fault, recoveredMs, tookMs: 0 })
  const stuck = { ...round('b', 0), trouble: 'nothing moved' }
  assert.deepEqual(recoveries([round('a', 3_000), round('b', 100), round('a', 1_000), round('a', 2_000), stuck]), {
    a: { rounds: 3, 'median s': '2.0', 'longest s': '3.0', 'not recovered': 0 },
    b: { rounds: 2, 'median s': '0.1', 'longest s': '0.1', 'not recovered': 1 },
  })
})
