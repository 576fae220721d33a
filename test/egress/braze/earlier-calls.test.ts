import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EarlierCalls } from '../../../src/egress/braze/earlier-calls.ts'
import type { Command } from '../../../src/stream/define.ts'
import { attributesFor, campaignFor, canvasFor, eventFor, occurredAt, purchaseFor } from './commands.ts'

const settleMs = 60_000
const now = occurredAt + 5_000

/** A memory, and the calls of it: each is planned, and over 100 ms later. */
class Calls {
  readonly earlier: EarlierCalls
  now = now
  constructor(most?: number) {
    this.earlier = new EarlierCalls(settleMs, most)
  }

  /** The positions that cannot be told. */
  make(...commands: Command[]): number[] {
    const { untold, undated } = this.earlier.planned(commands, this.now)
    this.now += 100
    this.earlier.over(undated, this.now)
    return untold
  }
}

for (const [what, make, other] of [
  ['events', eventFor, { name: 'other' }],
  ['purchases', purchaseFor, { productId: 'p-2' }],
] as const)
  describe(`${what} of one user and name`, () => {
    const at = (deliveryId: string, more = 0, subject = 'ada') =>
      make(subject, { deliveryId, occurredAt: occurredAt + more })

    test('of the same time, or an earlier one, cannot be told from those of earlier calls; of a later one they can', () => {
      const calls = new Calls()
      assert.deepEqual(calls.make(at('d-1')), [])
      assert.deepEqual(calls.make(at('d-2')), [0])
      assert.deepEqual(calls.make(at('d-3', -1)), [0])
      assert.deepEqual(calls.make(at('d-4', 1)), [])
      assert.deepEqual(calls.make(at('d-5')), [0], 'the latest counts, not the last')
    })

    test('of another user or name they are nothing to each other', () => {
      const calls = new Calls()
      calls.make(at('d-1'))
      assert.deepEqual(calls.make(at('d-2', 0, 'bob'), make('ada', { ...other, deliveryId: 'd-3' }), at('d-4')), [2])
      assert.deepEqual(calls.make(attributesFor('ada', {}, 'd-5'), campaignFor('ada', { deliveryId: 'd-6' })), [])
    })

    test('in one call they are not in each other’s way; for a later one the latest counts', () => {
      const calls = new Calls()
      assert.deepEqual(calls.make(at('d-1', 5), at('d-2'), at('d-3')), [])
      assert.deepEqual(calls.make(at('d-4', 4), at('d-5', 5), at('d-6', 6)), [0, 1])
      assert.deepEqual(calls.make(at('d-7', 7)), [])
    })

    test('made again, together or one by one, they do not stand in their own way; what was delivered before does', () => {
      const calls = new Calls()
      assert.deepEqual(calls.make(at('d-1'), at('d-2', 1)), [])
      assert.deepEqual(calls.make(at('d-1'), at('d-2', 1)), [])
      assert.deepEqual(calls.make(at('d-1')), [], 'smaller')
      assert.deepEqual(calls.make(at('d-1')), [], 'and again')
      assert.deepEqual(calls.make(at('d-2', 1)), [])
      assert.deepEqual(calls.make(at('d-3', 1)), [0])
      assert.deepEqual(calls.make(at('d-3', 1)), [0], 'made again it is no better')
      const same = new Calls()
      same.make(at('d-1'), at('d-2'))
      assert.deepEqual(same.make(at('d-1')), [])
      assert.deepEqual(same.make(at('d-2')), [0], 'd-1 has gone before')
    })

    test('a time of whole seconds looks like that second cut', () => {
      const calls = new Calls()
      calls.make(at('d-1', -250))
      assert.deepEqual(calls.make(at('d-2')), [0])
      assert.deepEqual(calls.make(at('d-3', 750)), [])
    })

    test('of a time to come, for which Braze takes its own', () => {
      const calls = new Calls()
      const ahead = (deliveryId: string) => make('ada', { deliveryId, occurredAt: now + 86_400_000 })
      assert.deepEqual(calls.make(ahead('d-1')), [])
      assert.deepEqual(calls.make(ahead('d-2')), [0])
      assert.deepEqual(calls.make(make('ada', { deliveryId: 'd-3', occurredAt: now })), [0])
      calls.now += settleMs + 10_000
      assert.deepEqual(calls.make(make('ada', { deliveryId: 'd-4', occurredAt: calls.now })), [], 'not for a whole day')
    })
  })

for (const [what, make] of [
  ['campaign', campaignFor],
  ['Canvas', canvasFor],
] as const)
  test(`a ${what} is triggered for the same user while Braze may still note the time of an earlier call`, () => {
    const calls = new Calls()
    const send = (deliveryId: string, subject = 'ada') => make(subject, { deliveryId })
    assert.deepEqual(calls.make(send('d-1')), [])
    assert.deepEqual(calls.make(send('d-1')), [], 'made again')
    assert.deepEqual(calls.make(send('d-2'), send('d-3', 'bob')), [0])
    const over = calls.now
    calls.now = over + settleMs + 2_000
    assert.deepEqual(calls.make(send('d-4')), [0])
    calls.now += settleMs + 2_001
    assert.deepEqual(calls.make(send('d-5')), [])
    assert.deepEqual(calls.make(make('ada', { deliveryId: 'd-6', campaignId: 'c-2', canvasId: 'v-2' })), [])
  })

test('those are forgotten that were not called for longest', () => {
  const calls = new Calls(4)
  let ids = 0
  const event = (subject: string) => eventFor(subject, { deliveryId: `d-${ids++}` })
  for (const subject of ['ada', 'bob', 'ada', 'cleo']) calls.make(event(subject))
  assert.deepEqual(calls.make(event('ada'), event('cleo')), [0, 1])
  assert.deepEqual(calls.make(event('bob')), [])
})

test('the call of a process that is gone is known once it is asked about', () => {
  const calls = new Calls()
  const event = (deliveryId: string) => eventFor('ada', { deliveryId })
  calls.earlier.asked([event('d-1'), campaignFor('ada', { deliveryId: 'd-2' })], calls.now)
  assert.deepEqual(calls.make(event('d-1')), [], 'it was not applied, and is made again')
  assert.deepEqual(calls.make(event('d-3'), campaignFor('ada', { deliveryId: 'd-4' })), [0, 1])
  calls.earlier.asked([event('d-0')], calls.now)
  assert.deepEqual(calls.make(event('d-3')), [0], 'what is known already is not forgotten for it')
})
