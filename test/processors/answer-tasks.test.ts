/** Flow W6 from the button to the completion of the task. */
import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { answerTasks } from '../../processors/answer-tasks.ts'
import { escalateTasks } from '../../processors/escalate-tasks.ts'
import { openTasks } from '../../processors/open-tasks.ts'
import { routeAnswers } from '../../processors/route-answers.ts'
import { exampleFlows } from '../../src/flow-settings/example.ts'
import { days } from '../../src/stream/define.ts'
import { TestDriver, topologyOf } from '../../src/stream/testing.ts'
import { requestEvents } from '../../topics/request-events.ts'
import { workflowCommands } from '../../topics/workflow-commands.ts'
import { person, staff } from './directory.ts'
import { chose, hour, reasons, task } from './workflow-tasks.ts'

const { W2, W6 } = exampleFlows
let driver: TestDriver
beforeEach(() => {
  driver = new TestDriver(topologyOf(openTasks, routeAnswers, escalateTasks(W2, W6), answerTasks(W6)))
  staff(
    driver,
    person('mia', { lead: 'lee' }),
    ...['bob', 'lee'].map(id => person(id)),
    person('kim', { roles: ['clerk'] }),
  )
})

/** The tasks that were completed since the last call. */
const completed = () =>
  driver.outputs(workflowCommands).map(({ value }) => {
    assert.ok('outcome' in value && 'comment' in value)
    return `${value.eventId}: ${value.outcome ?? 'done'}`
  })

describe('an answer', () => {
  test('completes the task with the outcome of its button, what was written beside it, and who it was', () => {
    task(driver, 'created')
    chose(driver, 'yes', 'mia', { comment: 'fine' })
    const [command, ...more] = driver.outputs(workflowCommands)
    assert.deepEqual(
      [command?.key, command?.value, more],
      [
        'c1',
        {
          ...{ deliveryId: 'yes/answer-tasks/workflow', eventId: 'yes', subject: 'c1', occurredAt: driver.now },
          ...{ taskId: 't1', outcome: 'approved', comment: 'fine', variables: { answered_by: 'mia' } },
        },
        [],
      ],
    )
  })

  test('by each button; one without an outcome completes it without', () => {
    for (const [n, action] of ['reject', 'request_information', 'acknowledge'].entries()) {
      task(driver, 'created', { eventId: `t${n}`, taskId: action })
      chose(driver, action, 'mia', { action, correlationId: `workflow-task:${action}` })
    }
    const expected = ['acknowledge: done', 'reject: rejected', 'request_information: information_requested']
    assert.deepEqual(completed().sort(), expected)
  })

  test('counts once: the first, also of two at the same time, and after a restart', () => {
    task(driver, 'created')
    driver.advance(5 * hour)
    driver.together(() => {
      chose(driver, 'yes', 'lee')
      chose(driver, 'no', 'mia', { action: 'reject' })
    })
    assert.equal(completed().length, 1)
    driver.restart()
    chose(driver, 'again', 'lee')
    assert.deepEqual(
      reasons(driver).map(text => text.split(' ')[0]),
      ['already_answered', 'already_answered'],
    )
    assert.deepEqual(completed(), [])
  })

  test('may be given by whoever has the task, may claim it, or was told of it, and by nobody else', () => {
    task(driver, 'created')
    chose(driver, 'early', 'lee')
    chose(driver, 'another', 'bob')
    chose(driver, 'whose', null)
    assert.deepEqual(reasons(driver).sort(), ['not_asked another', 'not_asked early', 'not_asked whose'])
    driver.advance(5 * hour)
    chose(driver, 'lead', 'lee')
    const open = { taskId: 't2', assignee: null, candidateUsers: ['bob'], candidateGroups: ['clerk'] }
    task(driver, 'created', { eventId: 'open', ...open })
    task(driver, 'created', { eventId: 'open2', ...open, taskId: 't3' })
    chose(driver, 'candidate', 'bob', { correlationId: 'workflow-task:t2' })
    chose(driver, 'member', 'kim', { correlationId: 'workflow-task:t3' })
    assert.deepEqual(completed().sort(), ['candidate: approved', 'lead: approved', 'member: approved'])
  })

  test('to a task that is not known or over, after its time, or by a button that is none of ours changes nothing', () => {
    chose(driver, 'early', 'mia')
    task(driver, 'created')
    chose(driver, 'other button', 'mia', { action: 'constructor' })
    const expiresAt = Date.UTC(2026, 0, 1, 1) + days(7)
    chose(driver, 'late', 'mia', { occurredAt: expiresAt + 1 })
    task(driver, 'completed', { eventId: 'end' })
    chose(driver, 'over', 'mia')
    const expected = ['no_such_request early', 'unknown_action other button', 'expired late', 'task_over over']
    assert.deepEqual([reasons(driver), completed()], [expected, []])
  })

  test('of the last moment counts, however late it is told', () => {
    task(driver, 'created')
    driver.advance(days(9))
    chose(driver, 'yes', 'mia', { occurredAt: Date.UTC(2026, 0, 1, 1) + days(7) })
    assert.deepEqual(completed(), ['yes: approved'])
  })
})

describe('what is no answer of ours', () => {
  test('is a button of another push, one that is not named, and what is not a button', () => {
    task(driver, 'created')
    chose(driver, 'without', 'mia', { correlationId: null })
    chose(driver, 'another', 'mia', { correlationId: 'order-7' })
    chose(driver, 'nameless', 'mia', { action: null })
    chose(driver, 'opened', 'mia', { kind: 'opened' })
    assert.deepEqual(reasons(driver), ['no_correlation without', 'no_correlation another', 'no_action nameless'])
    assert.deepEqual(completed(), [])
  })

  test('and one to an alert is passed on, and none of this flow’s business', () => {
    chose(driver, 'yes', 'mia', { correlationId: 'alert:a', action: 'acknowledge' })
    assert.deepEqual(
      [driver.outputs(requestEvents).map(({ key }) => key), reasons(driver), completed()],
      [['alert:a'], [], []],
    )
  })
})
