import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DueHeap } from '../../src/stream/state/due-heap.ts'

const number = (max: number): number => Math.floor(Math.random() * max)

test('an empty heap has nothing due', () => {
  const heap = new DueHeap()
  assert.deepEqual([heap.size, heap.peekDue()], [0, Infinity])
  assert.throws(() => heap.popAddress(), RangeError)
  assert.throws(() => heap.push(NaN, 1), RangeError)
})

test('what is due first comes first, in any mix of pushes and pops', () => {
  for (const times of [10, 1_000_000]) {
    const heap = new DueHeap()
    const waiting = new Map<number, number>()
    for (let step = 0; step < 20_000; step++) {
      // The chances change, so that it grows and shrinks over several sizes.
      if (number(10) < (step % 8_000 < 4_000 ? 8 : 2)) {
        const due = number(times) - times / 2 + 0.5
        heap.push(due, step)
        waiting.set(step, due)
      } else if (waiting.size > 0) {
        const due = heap.peekDue()
        const address = heap.popAddress()
        assert.equal(waiting.get(address), due, 'the address belongs to the time')
        waiting.delete(address)
      }
      if (step % 50 === 0) assert.equal(heap.peekDue(), Math.min(...waiting.values()))
      assert.equal(heap.size, waiting.size)
    }
  }
})

test('a hundred thousand come out sorted', () => {
  const heap = new DueHeap()
  const dues = Array.from({ length: 100_000 }, () => number(50_000))
  dues.forEach((due, address) => heap.push(due, address))
  const popped = dues.map(() => dues[heap.popAddress()])
  assert.deepEqual(
    popped,
    dues.toSorted((a, b) => a - b),
  )
  assert.equal(heap.size, 0)
})

test('addresses up to 2^32 and any times come back as they were', () => {
  const heap = new DueHeap()
  const entries = [
    [-Infinity, 4_294_967_295],
    [-1.5, 0],
    [1_700_000_000_000.25, 2_147_483_648],
    [Infinity, 7],
  ] as const
  for (const [due, address] of entries.toReversed()) heap.push(due, address)
  for (const [due, address] of entries) assert.deepEqual([heap.peekDue(), heap.popAddress()], [due, address])
})

test('large addresses stay what they are when the heap grows', () => {
  const heap = new DueHeap()
  for (let n = 0; n < 100; n++) heap.push(n, 4_294_967_295 - n)
  for (let n = 0; n < 100; n++) assert.equal(heap.popAddress(), 4_294_967_295 - n)
})

test('the same calls give the same order among equal times', () => {
  const order = () => {
    const heap = new DueHeap()
    for (let n = 0; n < 500; n++) heap.push(n % 3, n)
    return Array.from({ length: 500 }, () => heap.popAddress())
  }
  assert.deepEqual(order(), order())
  assert.equal(new Set(order()).size, 500)
})

test('a cleared heap is like a new one', () => {
  const heap = new DueHeap()
  for (let n = 0; n < 100; n++) heap.push(n, n)
  heap.clear()
  assert.deepEqual([heap.size, heap.peekDue()], [0, Infinity])
  for (let n = 0; n < 100; n++) heap.push(100 - n, n)
  assert.equal(heap.popAddress(), 99)
})
