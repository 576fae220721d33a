import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { WorkflowCaller } from './caller.ts'

/** Starting processes, and what hangs on them and on tasks. */
export function processesContract({ api, start, tasks, effects }: WorkflowCaller): void {
  test('a process is started with 201; the same business key starts a second one', async () => {
    const body = {
      processDefinitionKey: 'leave',
      businessKey: 'b1',
      variables: [{ name: 'boss', value: 'kim' }],
      comment: { message: 'hello' },
      returnVariables: true,
    }
    const first = await start(body)
    assert.deepEqual([first.status, first.body['id'], first.body['activityId']], [201, 'process-2', 'decide'])
    assert.deepEqual(
      (await start({ ...body, processDefinitionKey: undefined, processDefinitionId: 'leave:1' })).status,
      201,
    )
    assert.equal((await tasks('assignee=kim')).total, 2)
    const started = await effects('process-started')
    assert.deepEqual(
      started.map(({ subject, id }) => [subject, id]),
      [
        ['b1', 'process-2'],
        ['b1', 'process-3'],
      ],
    )
  })

  test('a start without a definition, with two or with an unknown one is a 400', async () => {
    for (const body of [
      {},
      { processDefinitionKey: 'no' },
      { processDefinitionKey: 'leave', processDefinitionId: 'x' },
    ]) {
      const { status, body: said } = await start(body)
      assert.deepEqual([status, typeof said['exception']], [400, 'string'])
    }
    assert.equal((await api('POST', 'process-instances', 'not json')).status, 400)
  })

  test('variables of a process and of a task are made by POST, once, and changed by PUT', async () => {
    for (const owner of ['process-instances/process-1', 'tasks/free']) {
      const made = [{ name: 'colour', value: 'red' }]
      assert.equal((await api('POST', `${owner}/variables`, made)).status, 201)
      assert.equal((await api('POST', `${owner}/variables`, made)).status, 409)
      assert.equal((await api('PUT', `${owner}/variables/colour`, { value: 'blue' })).body['value'], 'blue')
      assert.equal((await api('GET', `${owner}/variables/colour`)).body['value'], 'blue')
      assert.equal((await api('PUT', `${owner}/variables/shape`, { value: 'round' })).status, 404)
    }
  })

  test('comments of a process are made, listed and deleted', async () => {
    const made = await api('POST', 'process-instances/process-1/comments', { message: 'note' })
    assert.deepEqual([made.status, made.body['message']], [201, 'note'])
    assert.match((await api('GET', 'process-instances/process-1/comments')).text, /"note"/)
    const path = `process-instances/process-1/comments/${String(made.body['id'])}`
    assert.equal((await api('DELETE', path)).status, 204)
    assert.equal((await api('DELETE', path)).status, 404)
  })

  test('a task is given candidates, and then found by them', async () => {
    assert.equal((await api('POST', 'tasks/free/assignments', { group: 'night' })).status, 201)
    assert.deepEqual((await tasks('candidateGroup=night')).ids, ['free'])
    assert.equal((await api('POST', 'tasks/free/assignments', {})).status, 400)
  })

  test('what is not there is a 404 with an exception', async () => {
    for (const path of ['tasks/none', 'process-instances/none', 'historic-task-instances/none', 'nothing']) {
      const { status, body } = await api('GET', path)
      assert.deepEqual([path, status, typeof body['exception']], [path, 404, 'string'])
    }
  })
}
