import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import type { WorkflowCaller } from './caller.ts'
import { decision } from './samples.ts'

const content = z.array(z.looseObject({ id: z.string(), retries: z.number(), exceptionMessage: z.string().nullable() }))

/** External workers. */
export function jobsContract({ api, complete, control, effects, tasks }: WorkflowCaller): void {
  const acquire = async (workerId: string, lockDuration = 'PT1M', topic = 'booking') => {
    const { body } = await api('POST', 'external-jobs', { topic, workerId, lockDuration, count: 5 })
    return content.parse(body['content'])
  }
  const job = async (verb: string, body: object) => api('POST', `external-jobs/job-1/${verb}`, body)
  const approve = () => complete(decision, { outcome: 'approved' })

  test('3.5.6 a job is locked for one worker alone; completing it moves the process', async () => {
    await approve()
    assert.deepEqual(await acquire('w1', 'PT1M', 'another'), [])
    const [mine] = await acquire('w1')
    assert.deepEqual([mine?.id, mine?.['lockOwner'], mine?.['elementId']], ['job-1', 'w1', 'book'])
    assert.deepEqual(await acquire('w2'), [])
    assert.equal((await job('complete', { workerId: 'w2' })).status, 403)
    const variables = [{ name: 'room', value: 7 }]
    assert.equal((await job('complete', { workerId: 'w1', variables })).status, 204)
    assert.equal((await job('complete', { workerId: 'w1' })).status, 404)
    assert.deepEqual(
      (await effects('job-completed')).map(effect => effect['variables']),
      [{ room: 7 }],
    )
    assert.equal((await effects('process-ended')).length, 1)
  })

  test('3.5.6 a lock that runs out gives the job back; the late worker is refused', async () => {
    await approve()
    await acquire('w1', 'PT10S')
    await control('PUT', 'clock', { skewMs: 9000 })
    assert.deepEqual(await acquire('w2'), [])
    await control('PUT', 'clock', { skewMs: 11_000 })
    assert.equal((await acquire('w2')).length, 1)
    assert.equal((await job('complete', { workerId: 'w1' })).status, 403)
  })

  test('3.5.6 failures count the retries down and keep their message; without any left nobody gets the job', async () => {
    await approve()
    await acquire('w1')
    assert.equal((await job('fail', { workerId: 'w1', errorMessage: 'no room', retryTimeout: 'PT5S' })).status, 204)
    assert.deepEqual(await acquire('w1'), [])
    await control('PUT', 'clock', { skewMs: 6000 })
    const [again] = await acquire('w1')
    assert.deepEqual([again?.retries, again?.exceptionMessage], [1, 'no room'])
    await job('fail', { workerId: 'w1', errorMessage: 'still none' })
    assert.deepEqual(await acquire('w1'), [])
    const { body } = await control('GET', 'jobs/job-1')
    assert.deepEqual([body['retries'], body['exceptionMessage'], body['lockOwner']], [0, 'still none', null])
  })

  test('a BPMN error takes the way the model has for it', async () => {
    await approve()
    await acquire('w1')
    assert.equal((await job('bpmnError', { workerId: 'w1', errorCode: 'odd' })).status, 400)
    assert.equal((await job('bpmnError', { workerId: 'w1', errorCode: 'full' })).status, 204)
    assert.equal((await tasks('assignee=bob')).total, 1)
  })
}
