/** Flow X8 from what xConnector says of a process to what everybody concerned is told. */
import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { coordinateProcesses } from '../../processors/coordinate-processes.ts'
import { processes } from '../../processors/stores/processes.ts'
import { XconnectorProcessStep } from '../../schemas/xconnector-process-step.generated.ts'
import { exampleFlows } from '../../src/flow-settings/example.ts'
import { days } from '../../src/stream/define.ts'
import type { TestDriver } from '../../src/stream/testing.ts'
import { pushCommands } from '../../topics/push-commands.ts'
import { xconnectorCommands } from '../../topics/xconnector-commands.ts'
import { xconnectorEvents } from '../../topics/xconnector-events.ts'
import { person, staff } from './directory.ts'
import { consent, gateDriver, profile } from './messages.ts'

const day = days(1)
let driver: TestDriver
beforeEach(() => {
  driver = gateDriver(coordinateProcesses(exampleFlows.X8))
  staff(
    driver,
    person('hanna', { roles: ['hr'] }),
    person('ivo', { roles: ['it'] }),
    person('olga', { roles: ['operations'] }),
  )
})

let said = 0
/** A word on the onboarding o-1, now, where nothing else is said. */
function word(
  phase: XconnectorProcessStep['phase'],
  step: string | null = null,
  more: Partial<XconnectorProcessStep> = {},
  at = driver.now,
): void {
  const value: XconnectorProcessStep = {
    ...{ eventId: `w-${++said}`, subject: 'process:o-1', occurredAt: driver.now, source: '/hr', about: null },
    ...{ process: 'onboarding', correlationId: 'o-1', phase, step, system: null, nextSteps: [], dueAt: null },
    ...{ message: null, customer: null, employee: null, employees: [], roles: [], severity: null, title: null },
    ...{ text: null, recordType: null, recordId: null, recordVersion: null, link: null, expiresAt: null, extra: {} },
    ...more,
  }
  driver.send(xconnectorEvents, XconnectorProcessStep, value, { at })
}
/** What staff and customers were told since the last call. */
const pushes = () =>
  driver.outputs(pushCommands).map(({ value }) => `${value.priority} ${value.users.join(' ')}: ${value.title}`)
/** What xConnector was told since the last call. */
const answers = () =>
  driver.outputs(xconnectorCommands).map(({ value }) => `${value.type.split('.').at(-1)} ${String(value.data['step'])}`)
const reasons = () => driver.decisions().map(({ reason, eventId }) => `${reason} ${eventId}`)

describe('a process', () => {
  test('tells everybody of each step, and xConnector which is next', () => {
    consent(driver, 'ann', true, 'service')
    profile(driver, 'ann', { preferred_channel: 'push' })
    word('started', null, { customer: 'ann', recordId: 'E-1', recordVersion: 2 })
    const [next] = driver.outputs(xconnectorCommands)
    assert.deepEqual(next?.value, {
      ...{ deliveryId: `w-${said}/coordinate-processes/xconnector`, eventId: `w-${said}`, subject: 'process:o-1' },
      ...{ occurredAt: driver.now, type: 'signalbox.process.next_step', source: '/signalbox/coordinate-processes' },
      ...{ correlationId: 'o-1', recordId: 'E-1', recordVersion: '2', actor: null, action: null, comment: null },
      data: { process: 'onboarding', step: 'hr_record', due_at: new Date(driver.now + day).toISOString() },
    })
    assert.deepEqual(pushes(), [])
    word('step_completed', 'hr_record', { employees: ['kim', 'hanna'], roles: ['it'] })
    assert.deepEqual(
      [pushes(), answers()],
      [['normal hanna ivo kim: onboarding: hr_record done'], ['next_step it_account']],
    )
    driver.restart()
    word('step_completed', 'it_account', { title: 'Account made' })
    word('step_completed', 'welcome', { title: 'Welcome!' })
    assert.deepEqual(
      [pushes().sort(), answers()],
      [['normal ann: Welcome!', 'normal ivo: Account made'], ['next_step welcome']],
    )
    word('completed')
    driver.advance(days(30))
    assert.deepEqual([pushes(), answers(), reasons()], [['normal hanna ivo: onboarding: completed'], [], []])
  })

  test('steps out of order are remembered: the next is always the first that was not done', () => {
    word('step_completed', 'it_account')
    word('started')
    assert.deepEqual(answers(), ['next_step hr_record'])
    word('step_completed', 'hr_record')
    assert.deepEqual(answers(), ['next_step welcome'])
  })

  test('the same in whatever order they arrive', () => {
    driver.together(() => {
      word('step_completed', 'it_account', {}, driver.now)
      word('step_completed', 'hr_record', {}, driver.now + 1)
      word('started', null, {}, driver.now + 2)
    })
    assert.deepEqual(answers(), ['next_step hr_record', 'next_step welcome'])
    assert.equal(driver.row(processes, 'process:o-1')?.waitsFor, 'welcome')
  })

  test('a step that is missing is an exception, once, until there is word again', () => {
    word('started')
    const started = said
    driver.advance(day - 1)
    assert.deepEqual([answers(), reasons()], [['next_step hr_record'], []])
    driver.restart()
    driver.advance(days(5))
    assert.deepEqual(
      [pushes(), answers(), reasons()],
      [['high olga: onboarding: hr_record is missing'], ['step_missing hr_record'], [`step_missing w-${started}`]],
    )
    word('step_started', 'hr_record')
    driver.advance(day - 1)
    assert.deepEqual(answers(), [])
    driver.advance(1)
    assert.deepEqual(answers(), ['step_missing hr_record'])
  })

  test('a time that the source names counts; that of another step does not move it', () => {
    word('started', null, { dueAt: driver.now + 1_000 })
    word('step_completed', 'it_account', { dueAt: driver.now + 100_000 })
    answers()
    assert.equal(driver.row(processes, 'process:o-1')?.dueAt, driver.now + 1_000)
    driver.advance(999)
    assert.deepEqual(answers(), [])
    word('step_started', 'hr_record', { dueAt: driver.now + 1_000 })
    driver.advance(999)
    assert.deepEqual(answers(), [])
    driver.advance(1)
    assert.deepEqual(answers(), ['step_missing hr_record'])
  })

  test('a completion that lay unread while the process was down is no missing step', () => {
    word('started')
    driver.together(() => {
      driver.advance(day - 1)
      word('step_completed', 'hr_record')
      driver.advance(10)
      driver.restart()
    })
    assert.deepEqual([answers(), reasons()], [['next_step hr_record', 'next_step it_account'], []])
  })

  test('a step that fails wakes those who see to exceptions; done again it goes on', () => {
    word('started')
    word('step_failed', 'hr_record', { message: 'no contract' })
    word('step_completed', 'hr_record')
    assert.deepEqual(pushes(), [
      'high hanna olga: onboarding: hr_record failed',
      'normal hanna: onboarding: hr_record done',
    ])
    word('step_failed', 'hr_record', { occurredAt: driver.now + 1 })
    assert.deepEqual(answers(), ['next_step hr_record', 'next_step it_account', 'next_step hr_record'])
  })

  test('what changes nothing: a step known, an older failure or completion, words after the end, a process nobody set up', () => {
    word('step_completed', 'hr_record')
    word('step_completed', 'hr_record', { eventId: 'known' })
    word('step_failed', 'hr_record', { eventId: 'older', occurredAt: driver.now - 1 })
    word('step_failed', 'it_account')
    word('step_completed', 'it_account', { eventId: 'done before', occurredAt: driver.now - 1 })
    word('cancelled')
    word('step_completed', 'it_account', { eventId: 'over' })
    word('started', null, { eventId: 'other', process: 'constructor' })
    assert.deepEqual(reasons().sort(), [
      'newer_known done before',
      'newer_known older',
      'no_such_process other',
      'process_over over',
      'step_known known',
    ])
    driver.advance(days(5))
    assert.deepEqual(answers(), ['next_step it_account'])
  })

  test('the customer is told of a step once it is known who it is, and only with consent', () => {
    word('step_completed', 'welcome', { customer: 'bob' })
    assert.deepEqual([pushes(), reasons()], [[], [`consent_unknown w-${said}/X8`]])
  })
})
