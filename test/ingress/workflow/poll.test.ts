import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { anew, inShort, later, PolledService, service } from './polled-service.ts'
import { valueOf } from './values.ts'

beforeEach(() => anew())

const start = (businessKey: string | null = 'c-1') =>
  service.start({
    processDefinitionKey: 'claim',
    ...(businessKey !== null && { businessKey }),
    variables: [
      { name: 'what', value: 'roof' },
      { name: 'clerk', value: 'bob' },
    ],
  })
const task = async (id: string, more: object = {}) => {
  assert.equal((await service.control('POST', 'tasks', { id, ...more })).status, 200)
  await later()
}

test('a case from its start to its end, in the order in which it happened', async () => {
  const polled = new PolledService()
  assert.deepEqual(await polled.round(), [])
  await start()
  await later()
  assert.deepEqual(await polled.round(), ['c-1: case started process-1', 'c-1: task created task-1 bob'])
  await service.complete('task-1', { outcome: 'approved', variables: [{ name: 'sum', value: 9 }] })
  await later()
  assert.deepEqual(await polled.round(), ['c-1: case changed process-1', 'c-1: task completed task-1'])
  await service.api('POST', 'external-jobs', { topic: 'payments', workerId: 'w', lockDuration: 'PT1M' })
  await service.api('POST', 'external-jobs/job-1/complete', { workerId: 'w' })
  await service.complete('task-2')
  await later()
  assert.deepEqual(await polled.round(), [
    'c-1: task created task-2 ann',
    'c-1: task completed task-2',
    'c-1: case completed process-1',
  ])
  await later()
  assert.deepEqual(await polled.round(), [])
  assert.equal(new Set(polled.events.map(event => valueOf(event).eventId)).size, polled.events.length)
})

test('what a task says: its people, its process, its variables, its outcome', async () => {
  const polled = new PolledService()
  await polled.round()
  await start()
  await service.complete('task-1', { outcome: 'approved', variables: [{ name: 'sum', value: { eur: 9 } }] })
  await later()
  await polled.round()
  const [, created, completed] = polled.events.map(valueOf)
  assert.ok(created && completed, polled.events.map(inShort).join())
  const { eventId, source, name, assignee, candidateGroups, businessKey, processDefinitionKey } = created
  assert.deepEqual(
    { eventId, source, name, assignee, candidateGroups, businessKey, processDefinitionKey },
    {
      eventId: 'task/task-1/created',
      source: '/workflow/acme',
      name: 'Check roof',
      assignee: 'bob',
      candidateGroups: ['clerks'],
      businessKey: 'c-1',
      processDefinitionKey: 'claim',
    },
  )
  assert.deepEqual([completed['outcome'], completed['processDefinitionName']], ['approved', 'Claim'])
  assert.deepEqual(completed['variables'], {
    what: '"roof"',
    clerk: '"bob"',
    sum: '{"eur":9}',
    outcome: '"approved"',
  })
  assert.ok(completed.occurredAt >= created.occurredAt)
})

test('assigned, given back, claimed, due: each change once, with what was before', async () => {
  await task('t', { assignee: 'ann' })
  const polled = new PolledService()
  await polled.round()
  const change = async (body: object) => {
    await service.api('PUT', 'tasks/t', body)
    await later()
    return polled.round()
  }
  assert.deepEqual(await change({ assignee: 'bob' }), ['task:t: task assigned t bob'])
  assert.deepEqual(await change({ assignee: null }), ['task:t: task assigned t'])
  await service.act('t', { action: 'claim', assignee: 'eve' })
  assert.deepEqual(await change({ priority: 90, dueDate: '2031-01-01T00:00:00+0000' }), ['task:t: task assigned t eve'])
  assert.deepEqual(await change({ priority: 10 }), ['task:t: task changed t eve'])
  assert.deepEqual(await change({ priority: 10 }), [])
  const [toBob, toNobody, toEve, urgent] = polled.events.map(valueOf)
  assert.deepEqual(
    [toBob, toNobody, toEve].map(value => value?.['previousAssignee']),
    ['ann', 'bob', null],
  )
  assert.deepEqual(urgent?.['changes'], [{ field: 'priority', before: '90', after: '10' }])
  const times = polled.events.map(event => valueOf(event).occurredAt)
  assert.deepEqual(times, times.toSorted())
})

test('a task that was handed over and completed between two rounds: the chain has no gap', async () => {
  await task('t', { assignee: 'ann' })
  const polled = new PolledService()
  await polled.round()
  await service.api('PUT', 'tasks/t', { assignee: 'bob' })
  await service.complete('t')
  await later()
  assert.deepEqual(await polled.round(), ['task:t: task assigned t bob', 'task:t: task completed t'])
})

test('deleted with its history kept, and without a trace: told once, the latter when it has been away for long', async () => {
  for (const id of ['kept', 'lost']) await task(id)
  const polled = new PolledService()
  await polled.round()
  await service.api('DELETE', 'tasks/kept?deleteReason=obsolete')
  await service.api('DELETE', 'tasks/lost?cascadeHistory=true')
  await later()
  assert.deepEqual(await polled.round(), ['task:kept: task deleted kept'])
  assert.equal(valueOf(polled.events[0] ?? assert.fail())['deleteReason'], 'obsolete')
  await later(30_000)
  assert.deepEqual(await polled.round(), [])
  await later(31_000)
  assert.deepEqual(await polled.round(), ['task:lost: task deleted lost'])
  await later(61_000)
  assert.deepEqual(await polled.round(), [])
})

test('a history that is written late: nothing is taken for deleted, and the completion is told when it is there', async () => {
  await task('t')
  const polled = new PolledService()
  await polled.round()
  await service.control('PUT', 'settings', { historyLagMs: 50_000 })
  await service.complete('t')
  await later(20_000)
  assert.deepEqual(await polled.round(), [])
  await later(31_000)
  assert.deepEqual(await polled.round(), ['task:t: task completed t'])
  await later(61_000)
  assert.deepEqual(await polled.round(), [])
})

test('a task that came and went between two rounds, and a history that is late: told when it is there', async () => {
  const polled = new PolledService()
  await polled.round()
  await service.control('PUT', 'settings', { historyLagMs: 50_000 })
  await task('t')
  await service.complete('t')
  for (let round = 0; round < 3; round++) {
    assert.deepEqual(await polled.round(), [])
    await later(15_000)
  }
  await later(6_000)
  assert.deepEqual(await polled.round(), ['task:t: task created t', 'task:t: task completed t'])
})

test('a task ends before the next of its case begins, also where both are read in one round', async () => {
  const polled = new PolledService()
  await polled.round()
  await service.start({ processDefinitionKey: 'two', businessKey: 'k' })
  await later()
  await polled.round()
  await service.complete('task-1')
  await later()
  const told = (await polled.round()).filter(text => text.startsWith('k: task'))
  assert.deepEqual(told, ['k: task completed task-1', 'k: task created task-2'])
})

test('a case suspended, activated, deleted with its task', async () => {
  const polled = new PolledService({ SIGNALBOX_WORKFLOW_BASELINE: 'all' })
  await start(null)
  await polled.round()
  await later()
  await polled.round()
  const before = polled.events.length
  for (const action of ['suspend', 'activate']) {
    await service.api('PUT', 'process-instances/process-1', { action })
    await later()
    await polled.round()
  }
  await service.api('DELETE', 'process-instances/process-1?deleteReason=withdrawn')
  await later()
  await polled.round()
  assert.deepEqual(polled.events.slice(before).map(inShort), [
    'process:process-1: case suspended process-1',
    'process:process-1: task changed task-1 bob',
    'process:process-1: case activated process-1',
    'process:process-1: task changed task-1 bob',
    'process:process-1: task deleted task-1 bob',
    'process:process-1: case deleted process-1',
  ])
})

test('exceptions: a job that fails again and again, a due date that passes, once each', async () => {
  const polled = new PolledService()
  await polled.round()
  await start()
  await service.complete('task-1', { outcome: 'approved' })
  await task('due', { dueDate: new Date(Date.now() + 60_000).toISOString() })
  await later()
  await polled.round()
  const before = polled.events.length
  for (const errorMessage of ['no money', 'no money', 'no bank']) {
    await service.api('POST', 'external-jobs', { topic: 'payments', workerId: 'w', lockDuration: 'PT1S' })
    await service.api('POST', 'external-jobs/job-1/fail', { workerId: 'w', errorMessage })
    await later()
    await polled.round()
    await polled.round()
  }
  await later(61_000)
  await polled.round()
  await polled.round()
  const told = polled.events.slice(before)
  assert.deepEqual(told.map(inShort), [
    'c-1: exception job_failed job-1',
    'c-1: exception job_failed job-1',
    'c-1: exception job_failed job-1',
    'task:due: exception task_overdue due',
  ])
  assert.deepEqual(told.map(event => [valueOf(event)['message'], valueOf(event)['retriesLeft']]).slice(0, 3), [
    ['no money', 2],
    ['no money', 1],
    ['no bank', 0],
  ])
})

test('the first round: now tells nothing of what is there, all tells everything, and both go on alike', async () => {
  await start()
  await task('old')
  await later()
  const now = new PolledService()
  const all = new PolledService({ SIGNALBOX_WORKFLOW_BASELINE: 'all' })
  assert.deepEqual(await now.round(), [])
  const everything = ['c-1: case started process-1', 'c-1: task created task-1 bob', 'task:old: task created old']
  assert.deepEqual((await all.round()).sort(), everything)
  await service.complete('old')
  await later()
  assert.deepEqual(await now.round(), ['task:old: task completed old'])
  assert.deepEqual(await all.round(), ['task:old: task completed old'])
})

test('killed after each step, its unit committed or not: nothing is missed and nothing is told twice', async () => {
  const polled = new PolledService({ SIGNALBOX_WORKFLOW_POLL_PAGE: '10' })
  await service.control('POST', 'tasks', { id: 'a-{n}', count: 25, everyMs: 0, assignee: 'ann' })
  await later()
  await polled.round()
  await service.control('POST', 'tasks', { id: 'b-{n}', count: 25, everyMs: 0 })
  for (let n = 1; n <= 12; n++) await service.complete(`a-${n}`)
  for (let n = 13; n <= 20; n++) await service.api('PUT', `tasks/a-${n}`, { assignee: 'bob' })
  await start()
  await later()
  for (let round = 0, steps = 0; round < 6; steps++) {
    const { roundEnded } = await polled.step(steps % 3 !== 0)
    if (roundEnded) round++
    if (steps % 3 === 1) polled.kill()
    await later(100)
    assert.ok(steps < 500)
  }
  await later()
  await polled.round()
  const told = polled.events.map(inShort)
  assert.equal(new Set(told).size, told.length, 'doubled')
  const count = (what: RegExp) => told.filter(text => what.test(text)).length
  assert.deepEqual(
    [/created b-/, /completed a-/, /assigned a-.* bob/, /created a-/, /started/].map(count),
    [25, 12, 8, 0, 1],
  )
})

test('what happens after a round has begun waits for the next, and no longer: not all times are of one clock', async () => {
  const polled = new PolledService()
  await polled.round()
  const ahead = new Date(Date.now() + 3_600_000).toISOString()
  await service.control('POST', 'tasks', { id: 't', createdAt: ahead })
  assert.deepEqual(await polled.round(), [])
  assert.deepEqual(await polled.round(), ['task:t: task created t'])
})
