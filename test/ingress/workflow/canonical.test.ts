import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caseEnded, caseSeen } from '../../../src/ingress/workflow/canonical/case.ts'
import { jobSeen } from '../../../src/ingress/workflow/canonical/exception.ts'
import { readCase, readJob, readTask, type Read } from '../../../src/ingress/workflow/canonical/items.ts'
import { taskEnded, taskSeen } from '../../../src/ingress/workflow/canonical/task.ts'
import type { Told } from '../../../src/ingress/workflow/canonical/told.ts'
import { valueOf } from './values.ts'

/** As OpenText's pages show a task. */
const shown = {
  id: '2501',
  name: 'Review invoice',
  description: 'Look at it',
  assignee: 'kermit',
  owner: null,
  assignments: [
    { group: 'accounting', user: null, type: 'candidate' },
    { group: null, user: 'gonzo', type: 'candidate' },
    { group: null, user: 'fozzie', type: 'participant' },
  ],
  category: null,
  claimTime: null,
  createTime: '2018-04-17T10:17:43.902+0000',
  delegationState: null,
  dueDate: '2018-04-18T12:00:00.000+0200',
  executionId: '2498',
  formKey: 'invoice',
  parentTaskId: null,
  priority: 70,
  processInstanceId: '2490',
  processDefinitionId: 'invoice:3:2400',
  suspended: false,
  taskDefinitionKey: 'review',
  tenantId: 't1',
  subscriptionId: 's-9',
  variables: [
    { name: 'amount', type: 'double', value: 12.5, scope: 'global' },
    { name: 'note', type: 'string', value: 'of the process', scope: 'global' },
    { name: 'note', type: 'string', value: 'of the task', scope: 'local' },
  ],
  comments: [],
  _links: { self: { href: '/workflow/v1/tasks/2501' } },
}
const instance = {
  id: '2490',
  name: 'Invoice 7',
  businessKey: 'inv-7',
  activityId: 'review',
  completed: false,
  ended: false,
  suspended: false,
  dueDate: null,
  startTime: '2018-04-17T10:17:43.000+0000',
  startUserId: 'ann',
  processDefinitionId: 'invoice:3:2400',
  processDefinitionName: 'Invoice',
  superProcessInstanceId: null,
  callbackId: 'cb-1',
  variables: [{ name: 'amount', value: 12.5 }],
}
const of = { subject: 'inv-7', facts: null }
const createdAt = Date.parse('2018-04-17T10:17:43.902Z')
const reading = { source: '/workflow/t1', noticedAt: createdAt + 60_000, announceFrom: 0 }

function itemOf<T>(read: Read<T>): T {
  assert.ok(read.ok, JSON.stringify(read))
  return read.item
}
const task = (more: object = {}) => itemOf(readTask({ ...shown, ...more }))
const instanceWith = (more: object = {}) => itemOf(readCase({ ...instance, ...more }))
const told = (one: Told | undefined) => one?.events.map(valueOf) ?? []
const rowOf = (one: Told | undefined) => one?.row ?? assert.fail('nothing is told')

test('a task of OpenText’s pages: every field is mapped or kept', () => {
  const [event] = told(taskSeen(undefined, task(), of, reading))
  assert.deepEqual(event, {
    ...{ eventId: 'task/2501/created', subject: 'inv-7', occurredAt: createdAt, source: '/workflow/t1' },
    ...{ change: 'created', taskId: '2501', previousAssignee: null, name: 'Review invoice', description: 'Look at it' },
    ...{ assignee: 'kermit', owner: null, candidateUsers: ['gonzo'], candidateGroups: ['accounting'] },
    ...{ dueDate: Date.parse('2018-04-18T10:00:00Z'), priority: 70, category: null, formKey: 'invoice' },
    ...{ delegationState: null, suspended: false, taskDefinitionKey: 'review', parentTaskId: null },
    ...{ createdAt, claimedAt: null, endedAt: null, outcome: null, deleteReason: null },
    ...{ processInstanceId: '2490', businessKey: null, processDefinitionId: 'invoice:3:2400' },
    ...{ processDefinitionKey: 'invoice', processDefinitionName: null, changes: [] },
    variables: { amount: '12.5', note: '"of the task"' },
    extra: {
      executionId: '"2498"',
      subscriptionId: '"s-9"',
      assignments: '[{"user":"fozzie","group":null,"type":"participant"}]',
    },
  })
})

test('what a task must be, and what is wrong with it, all at once', () => {
  const bad = {
    id: 7,
    createTime: '2018-04-17T10:17:43',
    priority: 1.5,
    assignments: 'none',
    variables: [{ value: 1 }],
  }
  const read = readTask({ ...shown, ...bad })
  assert.ok(!read.ok)
  assert.deepEqual(
    [read.id, ...read.faults.map(({ pointer }) => pointer)],
    [null, '/id', '/assignments', '/createTime', '/priority', '/variables/0/name'],
  )
  for (const wrong of [null, 'task', [], { id: 't' }, { ...shown, createTime: '2018-02-30T10:00:00Z' }])
    assert.equal(readTask(wrong).ok, false, JSON.stringify(wrong))
})

test('names that would be dangerous and values that cannot be kept', () => {
  const hostile: unknown = JSON.parse(`{"__proto__":{"polluted":true},${JSON.stringify(shown).slice(1)}`)
  const read = readTask(hostile)
  assert.ok(!read.ok)
  assert.match(read.faults[0]?.pointer ?? '', /__proto__/)
  const variable: unknown = JSON.parse('[{"name":"__proto__","value":{"polluted":true}}]')
  assert.deepEqual(Object.keys(task({ variables: variable }).variables), ['__proto__'])
  const many = Array.from({ length: 7 }, (_, n) => ({ name: `v${n}`, value: 'x'.repeat(100_000) }))
  const large = readTask({ ...shown, variables: many })
  assert.ok(!large.ok)
  assert.match(large.faults[0]?.detail ?? '', /may have 600000 characters/)
})

test('a change has the same id when it is read again, and another when it comes again', () => {
  const first = rowOf(taskSeen(undefined, task(), of, reading))
  const toGonzo = taskSeen(first, task({ assignee: 'gonzo' }), of, reading)
  const again = taskSeen(first, task({ assignee: 'gonzo' }), of, { ...reading, noticedAt: reading.noticedAt + 5 })
  const back = taskSeen(rowOf(toGonzo), task(), of, reading)
  const toGonzoAgain = taskSeen(rowOf(back), task({ assignee: 'gonzo' }), of, reading)
  const ids = [toGonzo, again, back, toGonzoAgain].map(one => told(one)[0]?.eventId)
  assert.equal(ids[0], ids[1])
  assert.equal(new Set(ids).size, 3)
  assert.deepEqual(taskSeen(first, task(), of, reading), { events: [], row: first })
})

test('an assignment happened when it was claimed, any other change when it was noticed; times never go back', () => {
  const first = rowOf(taskSeen(undefined, task({ assignee: null }), of, reading))
  const claimTime = '2018-04-17T10:18:00.000+0000'
  const claimed = taskSeen(first, task({ claimTime }), of, reading)
  assert.equal(told(claimed)[0]?.occurredAt, Date.parse('2018-04-17T10:18:00Z'))
  const early = { ...reading, noticedAt: createdAt }
  const changed = taskSeen(rowOf(claimed), task({ claimTime, priority: 90 }), of, early)
  assert.deepEqual(
    [told(changed)[0]?.change, told(changed)[0]?.occurredAt],
    ['changed', Date.parse('2018-04-17T10:18:00Z')],
  )
})

test('whoever still lists what has ended is late', () => {
  const first = rowOf(taskSeen(undefined, task(), of, reading))
  const ended = taskEnded(first, task({ outcome: 'approved' }), createdAt + 9_000, of, reading)
  assert.deepEqual(
    told(ended).map(({ change, outcome }) => [change, outcome]),
    [['completed', 'approved']],
  )
  assert.equal(taskSeen(rowOf(ended), task(), of, reading), undefined)
  assert.equal(taskEnded(rowOf(ended), task(), createdAt + 9_000, of, reading), undefined)
})

test('completed late: the due date that passed is told first, once', () => {
  const due = Date.parse('2018-04-18T10:00:00Z')
  const end = due + 1_000
  const first = rowOf(taskSeen(undefined, task(), of, reading))
  const events = told(taskEnded(first, task(), end, of, reading))
  assert.deepEqual(
    events.map(({ eventId }) => eventId),
    [`task/2501/overdue/${due}`, 'task/2501/completed'],
  )
  assert.equal(told(taskEnded({ ...first, overdue: due }, task(), end, of, reading)).length, 1)
  assert.equal(told(taskEnded(first, task(), end, of, { ...reading, announceFrom: end })).length, 1)
})

test('a delete reason tells deleted from completed, but for Activiti’s word; a history without candidates takes the known', () => {
  const first = rowOf(taskSeen(undefined, task(), of, reading))
  const end = (more: object) => told(taskEnded(first, task(more), createdAt + 9_000, of, reading))[0]
  assert.deepEqual(
    [end({ deleteReason: 'boundary event' })?.change, end({ deleteReason: 'completed' })?.change],
    ['deleted', 'completed'],
  )
  assert.deepEqual(end({ assignments: undefined })?.['candidateGroups'], ['accounting'])
})

test('a case: started under its business key; its step, a variable and its standing change', () => {
  const started = caseSeen(undefined, instanceWith(), reading)
  const [event] = told(started)
  assert.deepEqual(
    [event?.eventId, event?.subject, event?.['startedBy'], event?.['processDefinitionKey'], event?.['extra']],
    ['case/2490/started', 'inv-7', 'ann', 'invoice', { callbackId: '"cb-1"' }],
  )
  const moved = caseSeen(
    rowOf(started),
    instanceWith({ activityId: 'pay', variables: [{ name: 'amount', value: 13 }] }),
    reading,
  )
  assert.deepEqual(
    told(moved).map(({ change, previousActivityId, changes }) => ({ change, previousActivityId, changes })),
    [
      {
        change: 'changed',
        previousActivityId: 'review',
        changes: [
          { field: 'activityId', before: '"review"', after: '"pay"' },
          { field: 'variables.amount', before: null, after: '13' },
        ],
      },
    ],
  )
  const suspended = caseSeen(rowOf(started), instanceWith({ suspended: true }), reading)
  assert.equal(told(suspended)[0]?.change, 'suspended')
  const ended = caseEnded(rowOf(started), instanceWith({ activityId: null }), createdAt + 1, reading)
  assert.deepEqual(
    told(ended).map(({ change }) => change),
    ['completed'],
  )
  assert.equal(caseSeen(rowOf(ended), instanceWith(), reading), undefined)
})

test('a case without a business key is its process; one that came and went unseen is told whole', () => {
  const item = instanceWith({ businessKey: '', dueDate: '2018-04-17T10:20:00+0000' })
  const end = Date.parse('2018-04-17T11:00:00Z')
  const events = told(caseEnded(undefined, item, end, reading))
  assert.deepEqual(
    events.map(({ subject, eventId }) => [subject, eventId.split('/')[2]]),
    [
      ['process:2490', 'started'],
      ['process:2490', 'overdue'],
      ['process:2490', 'completed'],
    ],
  )
  assert.equal(caseEnded(undefined, item, end, { ...reading, announceFrom: end + 1 }), undefined)
})

test('a job that failed: its words and what is left; silent at the first round', () => {
  const raw = {
    id: 'j1',
    topic: 'pay',
    retries: 2,
    exceptionMessage: 'no bank',
    elementId: 'pay',
    processInstanceId: '2490',
  }
  const item = itemOf(readJob(raw))
  const [event] = told(jobSeen(undefined, item, of, reading, true))
  assert.deepEqual(
    [event?.exception, event?.['message'], event?.['retriesLeft'], event?.['jobTopic'], event?.subject],
    ['job_failed', 'no bank', 2, 'pay', 'inv-7'],
  )
  assert.equal(jobSeen(undefined, itemOf(readJob({ ...raw, exceptionMessage: null })), of, reading, true), undefined)
  const silent = jobSeen(undefined, item, of, reading, false)
  assert.deepEqual(told(silent), [])
  assert.equal(jobSeen(rowOf(silent), item, of, reading, true), undefined)
})
