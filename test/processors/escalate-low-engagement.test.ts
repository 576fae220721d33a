import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { escalateLowEngagement } from '../../processors/escalate-low-engagement.ts'
import { scoreEngagement } from '../../processors/score-engagement.ts'
import { exampleFlows } from '../../src/flow-settings/example.ts'
import { days } from '../../src/stream/define.ts'
import type { TestDriver } from '../../src/stream/testing.ts'
import { ecmCommands } from '../../topics/ecm-commands.ts'
import { contentProcessors, openedCase } from './content.ts'
import { report } from './engagement.ts'
import { consent, gateDriver, messages, noon } from './messages.ts'

// Low is -2 or less of three things or more; a case is unresolved after two days; one escalation of a case in thirty days.
const { E6, rules } = exampleFlows
const flowIn = (zone: string) => [...contentProcessors(), scoreEngagement(E6), escalateLowEngagement(E6, zone)]

let driver: TestDriver
beforeEach(() => {
  driver = gateDriver(...flowIn(rules.zone))
})

const open = (id: number) => openedCase(driver, 'ada', id)

/** Three e-mails that nobody answers; the score is low two days later. `from` is the first one's number. */
function ignoresThree(from = 1, customer = 'ada'): void {
  for (let n = from; n < from + 3; n++) report(driver, 'Send', { message: `m-${n}`, customer })
  driver.advance(E6.ignoredAfterMs)
}
const tasks = () =>
  driver.outputs(ecmCommands).flatMap(({ type, value }) => (type === 'signalbox.ecm.EcmCreateTask' ? [value] : []))
const escalated = () => tasks().map(({ nodeId }) => nodeId)
/** What was decided since the last call, beside that a case waits for the name of its customer. */
const reasons = () =>
  driver
    .decisions()
    .filter(({ processor }) => processor !== 'resolve-workspaces')
    .map(({ processor, reason, eventId }) => `${processor} ${reason} ${eventId}`)

describe('who ignores messages while a case is open', () => {
  test('gets a follow-up, and the case a task; both say to what they belong', () => {
    consent(driver, 'ada', true, 'service')
    open(7)
    driver.advance(days(1))
    ignoresThree()
    const occurredAt = noon + days(3)
    const [task, ...more] = driver.outputs(ecmCommands)
    assert.deepEqual(more, [])
    assert.equal(task?.key, 'ada')
    assert.deepEqual(task.value, {
      deliveryId: 'Send-m-3-ada/ignored/7/escalate-low-engagement/ecm',
      eventId: 'Send-m-3-ada/ignored/7',
      subject: 'ada',
      occurredAt,
      ...{ nodeId: 7, externalSystem: null, businessObjectType: null, businessObjectId: null, path: ['Tasks'] },
      name: 'Low engagement, Workspace 7',
      instructions: `Customer ada does not answer: score -3 of 3 events. Please get in touch.\nCorrelation: E6/ada/7/${occurredAt}`,
      dueOn: '2026-01-21',
      ...{ assigneeId: null, priority: null },
    })
    const correlation_id = `E6/ada/7/${occurredAt}`
    assert.deepEqual(messages(driver), [
      {
        ...{ customer: 'ada', by: 'campaign', what: 'case-follow-up' },
        deliveryId: 'Send-m-3-ada/ignored/7/E6/send-customer-messages/braze',
        properties: { case_id: 'case-7', case_name: 'Workspace 7', correlation_id, flow: 'E6' },
      },
    ])
  })

  test('without consent the case still gets its task: people can call', () => {
    open(7)
    driver.advance(days(1))
    ignoresThree()
    assert.deepEqual([escalated(), messages(driver)], [[7], []])
    assert.deepEqual(reasons(), ['send-customer-messages consent_unknown Send-m-3-ada/ignored/7/E6'])
  })

  test('each case that is open long enough, and no other', () => {
    open(7)
    const second = open(8)
    driver.advance(days(1))
    second.status(null, 'Closed')
    ignoresThree()
    open(9)
    openedCase(driver, 'bob', 10)
    report(driver, 'Unsubscribe', { message: 'm-1' })
    assert.deepEqual(escalated(), [7])
    second.status('Closed', 'In review')
    driver.advance(days(3))
    report(driver, 'Unsubscribe', { message: 'm-2' })
    assert.deepEqual(escalated(), [8, 9], 'one that was opened again, and one that was too new')
    report(driver, 'Unsubscribe', { message: 'm-3' })
    assert.deepEqual(escalated(), [], 'each of the three is remembered')
  })
})

describe('nothing happens, and a decision says why', () => {
  test('no case is open', () => {
    ignoresThree()
    const resolved = open(7)
    driver.advance(days(2))
    resolved.status(null, 'Resolved')
    report(driver, 'Unsubscribe')
    assert.deepEqual(escalated(), [])
    assert.deepEqual(reasons(), [
      'escalate-low-engagement no_open_case Send-m-3-ada/ignored',
      'escalate-low-engagement no_open_case Unsubscribe-m-1-ada',
    ])
  })

  test('the case is too new', () => {
    ignoresThree()
    driver.decisions()
    open(7)
    driver.advance(E6.unresolvedForMs - 1)
    report(driver, 'Unsubscribe', { message: 'm-1' })
    assert.deepEqual(reasons(), ['escalate-low-engagement case_too_new Unsubscribe-m-1-ada'])
    driver.advance(1)
    report(driver, 'Unsubscribe', { message: 'm-2' })
    assert.deepEqual(escalated(), [7])
  })

  test('once in thirty days, also after a restart; then again', () => {
    open(7)
    driver.advance(days(1))
    ignoresThree()
    assert.deepEqual(escalated(), [7])
    driver.decisions()
    driver.restart()
    driver.advance(days(27))
    ignoresThree(4)
    assert.deepEqual([escalated(), reasons()], [[], ['escalate-low-engagement already_escalated Send-m-6-ada/ignored']])
    driver.advance(days(2))
    report(driver, 'Unsubscribe', { message: 'm-4' })
    assert.deepEqual(escalated(), [7])
  })
})

describe('nothing happens, for nothing is wrong', () => {
  test('too little is known, or the score is not low enough', () => {
    open(7)
    for (const message of ['m-1', 'm-2']) report(driver, 'Send', { message })
    driver.advance(days(4))
    report(driver, 'Open', { message: 'm-3' })
    report(driver, 'Open', { message: 'm-4' })
    assert.deepEqual([escalated(), reasons()], [[], []])
  })

  test('the same event again', () => {
    open(7)
    ignoresThree()
    escalated()
    report(driver, 'Send', { message: 'm-1' })
    driver.advance(days(3))
    assert.deepEqual(escalated(), [])
  })
})

test('a case that is closed at the moment at which the score falls is not escalated, whatever comes first', () => {
  const closed = open(7)
  driver.advance(days(3))
  driver.together(() => {
    for (const n of [3, 2, 1]) report(driver, 'Unsubscribe', { message: `m-${n}` })
    closed.status(null, 'Closed')
  })
  assert.deepEqual(escalated(), [])
})

test('a task is due by the calendar of the zone', () => {
  driver = gateDriver(...flowIn('Pacific/Auckland'))
  open(7)
  driver.advance(days(3))
  for (const message of ['m-1', 'm-2', 'm-3']) report(driver, 'Unsubscribe', { message })
  assert.deepEqual(
    tasks().map(({ dueOn }) => dueOn),
    ['2026-01-22'],
    'noon of the 18th is the 19th there',
  )
})
