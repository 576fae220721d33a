import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judge, type Event, type Thing } from './judge.ts'

const task: Thing = { id: 't', isOld: false, end: 'completed', assignee: 'bob' }
const event = (change: string, assignee: string | null, previousAssignee: string | null = null): Event => ({
  ...{ eventId: `task/t/${change}/${assignee}`, kind: 'task', id: 't', change, assignee, previousAssignee },
})
const right = [event('created', 'ann'), event('assigned', 'bob', 'ann'), event('completed', 'bob')]
const marks = (events: readonly Event[], tasks: readonly Thing[] = [task]) => {
  const { missed, doubled, wrong, brokenChains } = judge(tasks, [], events)
  return [missed.length, doubled.length, wrong.length, brokenChains.length]
}

test('what was told rightly is right', () => {
  assert.deepEqual(marks(right), [0, 0, 0, 0])
  assert.deepEqual(marks(right.slice(1), [{ ...task, isOld: true, firstAssignee: 'ann' }]), [0, 0, 0, 0])
})

test('the judge sees what is missed, doubled, in a wrong order, or a chain with a gap', () => {
  const [created, assigned, completed] = right
  assert.ok(created && assigned && completed)
  assert.deepEqual(marks([created, assigned]), [1, 0, 0, 0])
  assert.deepEqual(marks([assigned, completed])[0], 1)
  assert.deepEqual(marks([created, completed])[3], 1)
  assert.deepEqual(marks([created, assigned, completed, { ...completed, eventId: 'other' }])[1], 1)
  assert.deepEqual(marks([created, created, assigned, completed])[1], 2)
  assert.deepEqual(marks([created, completed, assigned])[2], 1)
  assert.deepEqual(marks(right, [{ ...task, assignee: 'eve' }])[3], 1)
  assert.deepEqual(marks(right, [{ ...task, end: 'deleted' }]), [1, 0, 1, 0])
  assert.deepEqual(marks([...right, { ...created, id: 'u', eventId: 'u' }])[2], 1)
})
