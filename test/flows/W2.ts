/** W2: a task that is not done in time is told to its assignee, their lead, their manager, until it is done. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { workflowPoll } from '../../topics/workflow-poll.ts'
import { field } from '../field.ts'
import type { Ground } from './ground.ts'
import { readAgain } from './read-again.ts'
import { employee } from './staff.ts'

export const flow = ({ says, workflow, settled, effects, records, decided, pipeline, flows }: Ground): void => {
  /** How many pushes each of them got; those of the last, whose level comes last, are waited for. */
  const pushes = async (users: readonly string[], ofLast: number) => {
    await settled('push', ofLast, { subject: users.at(-1) ?? '' })
    return Promise.all(users.map(async subject => (await effects('push', { subject })).length))
  }
  const staff = async (...people: readonly ReturnType<typeof employee>[]) => {
    await says.xconnector(...people)
    for (const { id } of people) await records('directory', ({ key }) => key === `person:${id.slice(0, -'-1'.length)}`)
  }
  const key = (task: string) => `workflow-task:${task}`
  const team = ['w2-mia', 'w2-lee', 'w2-max'] as const
  let overdue = ''

  test('level after level is told, each once, whose lead and manager they are', async () => {
    await staff(employee('w2-lee'), employee('w2-max'), employee('w2-mia', { lead: 'w2-lee', manager: 'w2-max' }))
    overdue = await workflow.task('w2-case', { assignee: 'w2-mia', dueInMs: 500 })
    assert.deepEqual(await pushes(team, 1), [1, 1, 1])
    const commands = await records('push.commands', record => record.key === key(overdue), 3)
    const levels = commands.map(({ value }) => field(field(value, 'data'), 'level'))
    assert.deepEqual(levels, ['assignee', 'lead', 'manager'])
  })

  test('the service is read again from the beginning: nobody is told again', async () => {
    await readAgain(pipeline, 'workflow', workflowPoll)
    const another = await workflow.task('w2-marker', { assignee: 'w2-nobody', dueInMs: 0 })
    await records('request.events', record => record.key === key(another))
    assert.deepEqual(await pushes(team, 1), [1, 1, 1])
  })

  test('once the task is done no level follows', async () => {
    await staff(employee('w2-ben'), employee('w2-bea'), employee('w2-bob', { lead: 'w2-ben', manager: 'w2-bea' }))
    const task = await workflow.task('w2-done', { assignee: 'w2-bob', dueInMs: 500 })
    const [got] = await records('push.commands', record => record.key === key(task))
    assert.ok(got)
    await workflow.complete(task, { outcome: 'approved' })
    await records('request.events', record => record.key === key(task) && field(record.value, 'change') === 'completed')
    await sleep((flows.W2.chain.at(-1)?.afterMs ?? 0) + 1_000)
    const counts = await pushes(['w2-bob', 'w2-bea'], 0)
    assert.deepEqual(counts, [1, 0])
  })

  test('a task whose assignee is not of the staff: nobody is told, and decisions say so', async () => {
    const task = await workflow.task('w2-left', { assignee: 'w2-gone', dueInMs: 0 })
    const found = await decided({ subject: key(task), processor: 'escalate-tasks', reason: 'nobody_to_tell' }, 3)
    assert.equal(found.length, 3)
    assert.deepEqual(await pushes(['w2-gone'], 0), [0])
  })
}
