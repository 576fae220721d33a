import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { WorkflowCaller } from './caller.ts'
import { decision } from './samples.ts'

/** What is done to tasks, and what it does to processes. */
export function tasksContract(caller: WorkflowCaller): void {
  const { api, act, call, complete, control, task, tasks, list, effects, fault, start } = caller

  test('3.5.3 a claim by a second user is a conflict; by the same it is nothing; for nobody it gives back', async () => {
    assert.equal((await act('free', { action: 'claim', assignee: 'ann' })).status, 200)
    assert.equal((await act('free', { action: 'claim', assignee: 'ann' })).status, 200)
    const second = await act('free', { action: 'claim', assignee: 'bob' })
    assert.deepEqual(
      [second.status, second.body['exception']],
      [409, "Task 'free' is already claimed by someone else."],
    )
    assert.deepEqual((await tasks('assignee=ann')).ids, ['free'])
    await act('free', { action: 'claim', assignee: null })
    assert.equal((await act('free', { action: 'claim', assignee: 'bob' })).status, 200)
    assert.deepEqual(
      (await effects('claimed')).map(({ assignee }) => assignee),
      ['ann', 'bob'],
    )
  })

  test('3.5.3 completing twice is a 404, as the task is gone; it took effect once', async () => {
    assert.equal((await complete('free')).status, 200)
    const again = await complete('free')
    assert.deepEqual([again.status, again.body['exception']], [404, "Could not find a task with id 'free'."])
    assert.equal((await api('GET', 'tasks/free')).status, 404)
    assert.equal((await effects('task-completed')).length, 1)
  })

  test('3.5.4 complete with an outcome sets the variable, moves the process, and history shows both', async () => {
    const variables = [{ name: 'days', value: 3 }]
    const comment = { message: 'fine with me', type: 'comment' }
    assert.equal((await complete(decision, { outcome: 'approved', comment, variables })).text, '')
    const [effect] = await effects('task-completed')
    assert.ok(effect)
    const { seq, ...rest } = effect
    assert.equal(typeof seq, 'number')
    assert.deepEqual(rest, {
      kind: 'task-completed',
      subject: 'leave-1',
      id: decision,
      tenant: 'acme',
      process: 'process-1',
      outcome: 'approved',
      comment: 'fine with me',
      variables: { days: 3 },
    })
    const running = (await api('GET', 'process-instances/process-1?includeProcessVariables=true')).body
    assert.equal(running['activityId'], 'book')
    const values = Object.fromEntries(Object.entries(variableValues(running)))
    assert.deepEqual([values['outcome'], values['days']], ['approved', 3])
    const historic = await task(decision)
    assert.deepEqual([historic['outcome'], typeof historic['endTime']], ['approved', 'string'])
    for (const base of ['/workflow/v1', '/workflow-history/v1']) {
      const { ids } = await list(`${base}/historic-task-instances?finished=true&taskCompletedAfter=2026-01-02`)
      assert.deepEqual(ids, [decision])
    }
  })

  test('3.5.4 an outcome that ends the process shows in the history with its end time', async () => {
    await complete(decision, { outcome: 'rejected' })
    assert.equal((await api('GET', 'process-instances/process-1')).status, 404)
    const path = '/workflow-history/v1/historic-process-instances/process-1?includeProcessVariables=true'
    const { body } = await call('GET', path)
    assert.deepEqual([typeof body['endTime'], body['ended']], ['string', true])
    assert.equal(variableValues(body)['outcome'], 'rejected')
    assert.deepEqual((await list('/workflow-history/v1/historic-process-instances?finished=true')).ids, ['process-1'])
  })

  test('3.5.4 an outcome that the step does not know is a 400, and nothing has changed', async () => {
    for (const outcome of ['perhaps', undefined]) {
      const { status, body } = await complete(decision, { outcome, variables: [{ name: 'x', value: 1 }] })
      assert.equal(status, 400)
      assert.match(String(body['exception']), /possible outcomes are approved, rejected/)
    }
    assert.deepEqual((await tasks('assignee=bob')).ids, [decision])
    assert.deepEqual(await effects(), [])
  })

  test('3.5.5 the due date passed: the escalation takes the place of the task', async () => {
    await start({ processDefinitionKey: 'urgent', businessKey: 'u1' })
    await control('PUT', 'clock', { skewMs: 299_000 })
    assert.deepEqual(await effects('escalated'), [])
    await control('PUT', 'clock', { skewMs: 301_000 })
    const [effect] = await effects('escalated')
    assert.deepEqual([effect?.['subject'], effect?.['to']], ['u1', 'escalated'])
    await control('PUT', 'clock', { skewMs: 0 })
    const manager = await tasks('assignee=manager')
    assert.deepEqual([manager.total, manager.entries[0]?.['taskDefinitionKey']], [1, 'escalated'])
    assert.deepEqual((await tasks('processInstanceBusinessKey=u1')).ids, manager.ids)
  })

  test('3.5.5 an escalation beside the task leaves it open; a due date moved in time stops it', async () => {
    await start({ processDefinitionKey: 'reminded', businessKey: 'r1' })
    const [id] = (await tasks('processInstanceBusinessKey=r1')).ids
    await start({ processDefinitionKey: 'reminded', businessKey: 'r2' })
    const [moved] = (await tasks('processInstanceBusinessKey=r2')).ids
    const dueDate = new Date(Date.now() + 3_600_000).toISOString()
    assert.equal((await api('PUT', `tasks/${String(moved)}`, { dueDate })).status, 200)
    await control('PUT', 'clock', { skewMs: 301_000 })
    assert.deepEqual(
      (await effects('escalated')).map(effect => effect['id']),
      [id],
    )
    await control('PUT', 'clock', { skewMs: 0 })
    const beside = (await tasks('processInstanceBusinessKey=r1')).ids
    assert.deepEqual([beside.length, beside[0]], [2, id])
  })

  test('delegate and resolve; a delegated task cannot be completed, which is a 500', async () => {
    await act('free', { action: 'claim', assignee: 'ann' })
    assert.equal((await act('free', { action: 'delegate' })).status, 400)
    assert.equal((await act('free', { action: 'delegate', assignee: 'bob' })).status, 200)
    const shown = await task('free')
    assert.deepEqual([shown['owner'], shown['assignee'], shown['delegationState']], ['ann', 'bob', 'pending'])
    const early = await complete('free')
    assert.deepEqual([early.status, early.body['message']], [500, 'Internal server error'])
    assert.equal((await act('free', { action: 'resolve' })).status, 200)
    assert.deepEqual((await tasks('assignee=ann&delegationState=resolved')).ids, ['free'])
    assert.equal((await complete('free')).status, 200)
    assert.equal((await act(decision, { action: 'eat' })).body['exception'], "Invalid action: 'eat'.")
  })

  test('actions answer with nothing, or with the task where the settings say so', async () => {
    await control('PUT', 'settings', { actionAnswer: 'task' })
    assert.equal((await complete('free')).body['id'], 'free')
  })

  test('3.5.7 the races: another completes or claims first, or updates at once', async () => {
    await fault({ fault: 'completedByAnother', outcome: 'rejected', path: `/workflow/v1/tasks/${decision}` })
    assert.equal((await complete(decision, { outcome: 'approved' })).status, 404)
    assert.deepEqual(
      (await effects('task-completed')).map(({ outcome }) => outcome),
      ['rejected'],
    )
    await fault({ fault: 'claimedByAnother', assignee: 'eve' })
    assert.equal((await act('free', { action: 'claim', assignee: 'ann' })).status, 409)
    await fault({ fault: 'updatedAtOnce' })
    assert.equal((await complete('free')).status, 409)
    assert.equal((await complete('free')).status, 200)
  })

  test('3.5.7 of two completions at the same time one wins', async () => {
    const heard = await Promise.all([complete('free'), complete('free'), complete('free')])
    assert.deepEqual(heard.map(({ status }) => status).sort(), [200, 404, 404])
    assert.equal((await effects('task-completed')).length, 1)
  })
}

function variableValues(body: Record<string, unknown>): Record<string, unknown> {
  const { variables } = body
  if (!Array.isArray(variables)) return {}
  return Object.fromEntries(
    variables.flatMap((one: unknown) => {
      const known = typeof one === 'object' && one !== null && 'name' in one && 'value' in one
      return known ? [[String(one.name), one.value]] : []
    }),
  )
}
