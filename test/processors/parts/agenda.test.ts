/** Several alarms of one key: what is due, and what the timer becomes. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { atOnce, dueIn, earliest, rearmed } from '../../../processors/agenda.ts'

const items = [
  { id: 'b', dueAt: 20 },
  { id: 'a', dueAt: 10 },
  { id: 'never', dueAt: null },
  { id: 'c', dueAt: 30 },
]
const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id)

test('what is due leaves, its own time included; both parts keep their order', () => {
  const { due, later } = dueIn(items, 20)
  assert.deepEqual(
    [ids(due), ids(later)],
    [
      ['b', 'a'],
      ['never', 'c'],
    ],
  )
})

test('what shall fire at once is due at any time', () => {
  assert.deepEqual(dueIn([{ dueAt: atOnce }], 1).later, [])
})

test('the earliest of all, wherever it stands; none where nothing is ever due', () => {
  assert.equal(earliest(items), 10)
  assert.equal(earliest([{ dueAt: atOnce }, { dueAt: 5 }]), 0)
  assert.equal(earliest([{ dueAt: null }]), undefined)
  assert.equal(earliest([]), undefined)
})

test('the timer is set to the earliest, also to one at once, and cancelled where none is left', () => {
  const timer = (list: readonly { dueAt: number | null }[]) =>
    rearmed(
      list,
      due => `set ${due}`,
      () => 'cancelled',
    )
  assert.equal(timer(items), 'set 10')
  assert.equal(timer([{ dueAt: atOnce }]), 'set 0')
  assert.equal(timer([{ dueAt: null }]), 'cancelled')
})
