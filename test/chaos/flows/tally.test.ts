import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Tally } from './tally.ts'

test('kills count for the flows whose tests run just then', () => {
  const tally = new Tally()
  tally.begin()
  tally.told({ what: 'begins', flow: 'E6' })
  tally.kill()
  tally.told({ what: 'begins', flow: 'P4' })
  tally.kill()
  tally.told({ what: 'passed', flow: 'E6', name: 'one' })
  tally.told({ what: 'ends', flow: 'E6' })
  tally.kill()
  tally.told({ what: 'passed', flow: 'P4', name: 'one' })
  assert.deepEqual(Object.fromEntries(tally.flows), {
    E6: { rounds: 1, kills: 2, passed: 1, failed: 0 },
    P4: { rounds: 1, kills: 2, passed: 1, failed: 0 },
  })
  assert.equal(tally.isFine(), true)
})

test('a test that fails, something wrong beside them, and a flow whose tests never ended are not fine', () => {
  const one = { flow: 'E6', name: 'one' }
  const after = (...told: readonly Parameters<Tally['told']>[0][]) => {
    const tally = new Tally()
    told.forEach(each => tally.told(each))
    return tally.isFine()
  }
  assert.equal(after({ what: 'passed', ...one }), true)
  assert.equal(after({ what: 'passed', ...one }, { what: 'failed', ...one, error: 'twice' }), false)
  assert.equal(after({ what: 'passed', ...one }, { what: 'broken', error: 'late' }), false)
  assert.equal(after({ what: 'begins', flow: 'E6' }), false)
  assert.equal(after(), false)
})
