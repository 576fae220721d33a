import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { WorkflowCaller } from './caller.ts'
import { decision } from './samples.ts'

const history = '/workflow-history/v1'

/** What whoever reads the service again and again meets: deletions, suspension, jobs that fail, a history that is late. */
export function changesContract({
  api,
  call,
  complete,
  control,
  list,
  tasks,
  effects,
  send,
  fault,
}: WorkflowCaller): void {
  const historic = (id: string) => call('GET', `${history}/historic-task-instances/${id}`)

  test('a task of its own is deleted: gone from the list, in the history with its reason', async () => {
    assert.equal((await api('DELETE', 'tasks/free?deleteReason=obsolete')).status, 204)
    assert.equal((await api('DELETE', 'tasks/free')).status, 404)
    assert.equal((await tasks('nameLike=Free%25')).total, 0)
    const { status, body } = await historic('free')
    assert.deepEqual([status, typeof body['endTime'], body['deleteReason']], [200, 'string', 'obsolete'])
    assert.equal((await effects('task-deleted')).length, 1)
  })

  test('cascadeHistory leaves nothing of it; a task of a process is not deleted by itself', async () => {
    assert.equal((await api('DELETE', 'tasks/free?cascadeHistory=true')).status, 204)
    assert.equal((await historic('free')).status, 404)
    assert.equal((await api('DELETE', `tasks/${decision}`)).status, 403)
    assert.equal((await api('GET', `tasks/${decision}`)).status, 200)
  })

  test('a process is deleted with its tasks, and then from the history', async () => {
    assert.equal((await api('DELETE', 'process-instances/process-1?deleteReason=withdrawn')).status, 204)
    assert.equal((await api('GET', `tasks/${decision}`)).status, 404)
    assert.equal((await historic(decision)).body['deleteReason'], 'withdrawn')
    const path = `${history}/historic-process-instances/process-1`
    assert.equal((await call('GET', path)).body['deleteReason'], 'withdrawn')
    assert.equal((await call('DELETE', path)).status, 204)
    assert.deepEqual([(await call('GET', path)).status, (await historic(decision)).status], [404, 404])
  })

  test('a process is suspended and activated; its tasks say so', async () => {
    const set = (action: string) => api('PUT', 'process-instances/process-1', { action })
    assert.equal((await set('suspend')).body['suspended'], true)
    assert.equal((await set('suspend')).status, 409)
    assert.equal((await api('GET', `tasks/${decision}`)).body['suspended'], true)
    assert.deepEqual((await tasks('active=false')).ids, [decision])
    assert.equal((await set('activate')).body['suspended'], false)
    assert.equal((await set('stop')).status, 400)
  })

  test('external jobs are listed without being locked, those with an exception by themselves', async () => {
    await complete(decision, { outcome: 'approved' })
    const listed = async (query = '') => (await list(`/workflow/v1/external-jobs?${query}`)).entries
    assert.deepEqual(
      (await listed()).map(({ id, lockOwner, retries }) => [id, lockOwner, retries]),
      [['job-1', null, 2]],
    )
    assert.deepEqual(await listed('withException=true'), [])
    await api('POST', 'external-jobs', { topic: 'booking', workerId: 'w', lockDuration: 'PT1M' })
    await api('POST', 'external-jobs/job-1/fail', { workerId: 'w', errorMessage: 'no room' })
    assert.deepEqual(
      (await listed('withException=true')).map(job => [job['exceptionMessage'], job['retries']]),
      [['no room', 1]],
    )
  })

  test('what ended since a time, in the order in which it ended', async () => {
    for (const id of ['task-9', 'task-4']) await complete(id)
    const query = 'finished=true&taskCompletedAfter=2026-01-02&sort=endTime&order=asc&count=1'
    const page = async (offset: number) =>
      (await list(`${history}/historic-task-instances?${query}&offset=${offset}`)).ids
    assert.deepEqual([await page(0), await page(1), await page(2)], [['task-9'], ['task-4'], []])
  })

  test('a history that is written late: open in it after the end, ended later', async () => {
    await control('PUT', 'settings', { historyLagMs: 60_000 })
    await complete('task-4')
    assert.equal((await api('GET', 'tasks/task-4')).status, 404)
    assert.equal((await historic('task-4')).body['endTime'], null)
    assert.equal((await list(`${history}/historic-task-instances?finished=true`)).total, 0)
    await control('PUT', 'clock', { skewMs: 61_000 })
    assert.equal(typeof (await historic('task-4')).body['endTime'], 'string')
    assert.equal((await list(`${history}/historic-task-instances?finished=true`)).total, 1)
  })

  test('the fault spoiledItem writes one thing otherwise, in lists and alone', async () => {
    await fault({ fault: 'spoiledItem', id: 'free', fields: { priority: 'high' }, times: 0 })
    assert.equal((await api('GET', 'tasks/free')).body['priority'], 'high')
    const { entries } = await tasks('count=100')
    assert.deepEqual(new Set(entries.map(({ priority }) => priority)), new Set([50, 'high']))
  })

  test('pages shift under a reader when what is before them ends', async () => {
    const page = async (offset: number) => (await tasks(`sort=createTime&offset=${offset}&count=5`)).ids
    assert.deepEqual(await page(0), ['task-2', 'task-3', 'task-4', 'task-5', 'task-6'])
    for (const id of ['task-2', 'task-3']) await complete(id)
    assert.deepEqual(await page(5), ['task-9', 'task-10', 'task-11', 'task-12', 'task-13'])
  })

  test('the Date header is the service’s clock, whatever that is', async () => {
    await control('PUT', 'clock', { skewMs: -300_000 })
    const { headers } = await api('GET', 'tasks?count=1')
    const behindMs = Date.now() - Date.parse(headers.get('date') ?? '')
    assert.ok(Math.abs(behindMs - 300_000) < 5_000, `${behindMs} ms`)
    await send('POST', '/_sandbox/tasks', { id: 'new' })
    const { body: task } = await api('GET', 'tasks/new')
    assert.ok(Math.abs(Date.parse(String(task['createTime'])) - Date.parse(headers.get('date') ?? '')) < 5_000)
  })
}
