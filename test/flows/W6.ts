/** W6: a button of a push completes the task, once. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { delivery, happened, status } from '../ingress/push/events.ts'
import type { Ground } from './ground.ts'
import { employee } from './staff.ts'

export const flow = ({ says, workflow, settled, records, decided }: Ground): void => {
  /** Somebody chooses a button, as the gateway tells it. */
  const answer = (id: string, user: string, task: string, action: string) => {
    const time = new Date().toISOString()
    const chosen = { action, correlation_id: `workflow-task:${task}`, event_id: `w6-${id}`, event_time: time }
    return status([delivery([happened('action', chosen)], { user, client_id: `${user}-phone` })], {
      job_id: `w6-${id}`,
    })
  }
  /** How the tasks of a case were completed. */
  const completed = async (caseId: string, count: number) =>
    (await settled('workflow', count, { kind: 'task-completed', subject: caseId })).map(
      ({ ['outcome']: outcome }) => outcome,
    )
  /** The answer's task is known to the pipeline. */
  const known = async (caseId: string, assignee: string, dueInMs: number) => {
    const task = await workflow.task(caseId, { assignee, dueInMs })
    await records('request.events', ({ key }) => key === `workflow-task:${task}`)
    return task
  }
  const decidedOn = async (task: string, reason: string) =>
    (await decided({ subject: `workflow-task:${task}`, processor: 'answer-tasks', reason })).length

  test('the button of the push that told of the task completes it, with its outcome and what was written', async () => {
    await says.xconnector(employee('w6-mia'))
    await records('directory', ({ key }) => key === 'person:w6-mia')
    await workflow.task('w6-case', { assignee: 'w6-mia', dueInMs: 0 })
    const [push] = await settled('push', 1, { subject: 'w6-mia' })
    assert.ok(push, 'nobody is told of the task')
    await says.reaction(push, { type: 'action', action: 'reject', comment: 'too dear' })
    const [done, ...more] = await settled('workflow', 1, { kind: 'task-completed', subject: 'w6-case' })
    assert.deepEqual([done?.['outcome'], done?.['comment'], more], ['rejected', 'too dear', []])
  })

  test('of two answers in one batch the first counts; sent again, neither does anything', async () => {
    const task = await known('w6-two', 'w6-ann', 60_000)
    const both = [answer('yes', 'w6-ann', task, 'approve'), answer('no', 'w6-ann', task, 'reject')]
    await says.push(...both)
    assert.deepEqual(await completed('w6-two', 1), ['approved'])
    assert.equal(await decidedOn(task, 'already_answered'), 1)
    await says.push(...both)
    assert.equal((await decided({ subject: 'w6-ann', reason: 'duplicate' }, 2)).length, 2)
    assert.deepEqual(await completed('w6-two', 1), ['approved'])
  })

  test('nobody else may answer, and nobody when it is too late', async () => {
    const hers = await known('w6-hers', 'w6-cleo', 60_000)
    const late = await known('w6-late', 'w6-cleo', -30_000)
    await says.push(answer('stranger', 'w6-dan', hers, 'approve'), answer('late', 'w6-cleo', late, 'approve'))
    assert.deepEqual([await decidedOn(hers, 'not_asked'), await decidedOn(late, 'expired')], [1, 1])
    assert.deepEqual([await completed('w6-hers', 0), await completed('w6-late', 0)], [[], []])
  })

  test('what was done by hand meanwhile is over', async () => {
    const task = await known('w6-over', 'w6-eve', 60_000)
    await workflow.complete(task, { outcome: 'approved' })
    await records(
      'request.events',
      ({ key, value }) => key === `workflow-task:${task}` && JSON.stringify(value).includes('/completed'),
    )
    await says.push(answer('over', 'w6-eve', task, 'reject'))
    assert.equal(await decidedOn(task, 'task_over'), 1)
    assert.deepEqual(await completed('w6-over', 1), ['approved'])
  })
}
