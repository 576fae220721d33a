/** Flow W2 from the task to the pushes. */
import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { answerTasks } from '../../processors/answer-tasks.ts'
import { escalateTasks } from '../../processors/escalate-tasks.ts'
import { openTasks } from '../../processors/open-tasks.ts'
import { routeAnswers } from '../../processors/route-answers.ts'
import { tasks } from '../../processors/stores/tasks.ts'
import { exampleFlows } from '../../src/flow-settings/example.ts'
import { days } from '../../src/stream/define.ts'
import { TestDriver, topologyOf } from '../../src/stream/testing.ts'
import { pushCommands } from '../../topics/push-commands.ts'
import { person, staff, withoutRow } from './directory.ts'
import { chose, hour, minute, reasons, task } from './workflow-tasks.ts'

const { W2, W6 } = exampleFlows
let driver: TestDriver
beforeEach(() => {
  driver = new TestDriver(topologyOf(openTasks, routeAnswers, escalateTasks(W2, W6), answerTasks(W6)))
  staff(
    driver,
    person('mia', { roles: ['clerk'], lead: 'lee', manager: 'max' }),
    person('bob', { roles: ['clerk'], lead: 'liz', manager: 'max' }),
    ...['kim', 'lee', 'liz', 'max'].map(id => person(id)),
  )
})

/** Who was told since the last call, push by push, and at which level. */
const told = () =>
  driver.outputs(pushCommands).map(({ value }) => `${value.data['level'] ?? ''}: ${value.users.join(' ')}`)
const row = () => driver.row(tasks, 'workflow-task:t1')

describe('a task that nobody does', () => {
  test('is told to its assignee when it is due, then to the lead, then to the manager, each once', () => {
    task(driver, 'created')
    driver.advance(hour - 1)
    assert.deepEqual(told(), [])
    driver.advance(1)
    const [first] = driver.outputs(pushCommands)
    const created = Date.UTC(2026, 0, 1)
    assert.deepEqual(first?.value, {
      ...{ deliveryId: `created-${created}/escalate-tasks/push/0`, eventId: `created-${created}` },
      ...{
        subject: 'workflow-task:t1',
        occurredAt: created,
        users: ['mia'],
        clients: [],
        groups: [],
        broadcast: false,
      },
      ...{ title: 'Overdue: Decide', summary: null, data: { task_id: 't1', case: 'c1', level: 'assignee' } },
      actions: [
        { id: 'approve', title: 'Approve' },
        { id: 'reject', title: 'Reject' },
        { id: 'request_information', title: 'Ask' },
        { id: 'acknowledge', title: 'Got it' },
      ],
      ...{ priority: 'high', ttlSeconds: null, expiresAt: null, correlationId: 'workflow-task:t1' },
    })
    driver.restart()
    driver.advance(4 * hour)
    assert.deepEqual(told(), ['lead: lee'])
    driver.restart()
    driver.advance(days(2))
    assert.deepEqual([told(), reasons(driver)], [['manager: max'], []])
    assert.deepEqual(row()?.asked, ['mia', 'lee', 'max'])
  })

  test('and that has no date is due by the time its process allows', () => {
    task(driver, 'created', { dueDate: null, processDefinitionKey: 'invoice' })
    task(driver, 'created', { eventId: 'b', taskId: 't2', dueDate: null, processDefinitionKey: 'constructor' })
    assert.deepEqual(
      driver.timers().map(({ due }) => due - driver.now),
      [days(1), days(2)],
    )
  })

  test('and whose date is months away is not forgotten', () => {
    task(driver, 'created', { dueDate: driver.now + days(90) })
    driver.advance(days(90))
    assert.deepEqual(told(), ['assignee: mia'])
  })

  test('and that nobody has yet is told to everybody who may claim it, then to the leads of them all', () => {
    task(driver, 'created', { assignee: null, candidateUsers: ['kim', 'mia'], candidateGroups: ['clerk'] })
    driver.advance(5 * hour)
    assert.deepEqual(told(), ['assignee: bob kim mia', 'lead: lee liz'])
  })

  test('is told to whoever the directory names at the time of each level', () => {
    task(driver, 'created')
    driver.advance(hour)
    staff(driver, person('mia', { lead: 'liz', manager: 'max' }))
    driver.advance(4 * hour)
    assert.deepEqual(told(), ['assignee: mia', 'lead: liz'])
  })

  test('a level that means nobody is passed over at once; where none is left, there are decisions alone', () => {
    staff(driver, person('mia', { manager: 'max' }))
    task(driver, 'created', { eventId: 'a' })
    driver.advance(5 * hour)
    assert.deepEqual([told(), reasons(driver)], [['assignee: mia', 'manager: max'], ['nobody_to_tell a']])
    withoutRow(driver, 'person:mia')
    task(driver, 'created', { eventId: 'b', taskId: 't2' })
    driver.advance(minute)
    assert.deepEqual([told(), reasons(driver)], [[], Array.from({ length: 3 }, () => 'nobody_to_tell b')])
  })
})

describe('what happens to a task', () => {
  test('its completion stops the escalation, and nothing that is told late opens it again', () => {
    task(driver, 'created')
    driver.advance(2 * hour)
    task(driver, 'completed', { outcome: 'approved', endedAt: driver.now })
    task(driver, 'changed', { eventId: 'late' })
    driver.restart()
    driver.advance(days(2))
    assert.deepEqual([told(), reasons(driver)], [['assignee: mia'], ['newer_known late']])
    assert.deepEqual([row()?.open, row()?.outcome], [false, 'approved'])
    driver.advance(days(30))
    assert.deepEqual([row(), driver.timers()], [undefined, []])
  })

  test('in any order: its end counts before its beginning, and so does the newest word before an older one', () => {
    driver.together(() => {
      task(driver, 'deleted', { eventId: 'end' }, { at: driver.now })
      task(driver, 'created', { eventId: 'begin' }, { at: driver.now + 1 })
      task(driver, 'changed', { eventId: 'two', taskId: 't2', occurredAt: driver.now + 2 }, { at: driver.now + 2 })
      task(driver, 'created', { eventId: 'one', taskId: 't2' }, { at: driver.now + 3 })
    })
    assert.deepEqual(reasons(driver).sort(), ['newer_known begin', 'newer_known one'])
    task(driver, 'completed', { eventId: 'older clock', taskId: 't2', occurredAt: driver.now })
    driver.advance(days(2))
    assert.deepEqual(told(), [])
  })

  test('another date moves the level that comes next; another assignee is the one who is told', () => {
    task(driver, 'created')
    task(driver, 'changed', { dueDate: driver.now + 2 * hour })
    driver.advance(2 * hour - 1)
    assert.deepEqual(told(), [])
    task(driver, 'assigned', { dueDate: driver.now + 1, assignee: 'bob' })
    driver.advance(1)
    assert.deepEqual(told(), ['assignee: bob'])
    driver.advance(4 * hour)
    assert.deepEqual(told(), ['lead: liz'])
  })

  test('while its process stands still nobody is told; when it goes on, what is due is told within a minute', () => {
    task(driver, 'created')
    task(driver, 'changed', { suspended: true })
    driver.advance(3 * hour)
    assert.deepEqual(told(), [])
    task(driver, 'changed')
    driver.advance(minute)
    assert.deepEqual(told(), ['assignee: mia'])
  })

  test('a completion that was read while the process was down, before the level was due, counts', () => {
    task(driver, 'created')
    driver.together(() => {
      driver.advance(minute)
      task(driver, 'completed')
      driver.advance(2 * hour)
      driver.restart()
    })
    driver.advance(days(2))
    assert.deepEqual(told(), [])
  })

  test('an answer ends the escalation, until a newer word says that the task is open still', () => {
    task(driver, 'created', { eventId: 'a' })
    driver.advance(hour)
    chose(driver, 'yes', 'mia')
    driver.advance(5 * hour)
    assert.deepEqual([told(), reasons(driver)], [['assignee: mia'], ['answered a']])
    task(driver, 'assigned', { assignee: 'bob' })
    driver.advance(minute)
    assert.deepEqual(told(), ['lead: liz'])
  })
})
