/** Flow X7 from the alert to the pushes. */
import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { alertStaff } from '../../processors/alert-staff.ts'
import { openAlerts } from '../../processors/open-alerts.ts'
import { alerts } from '../../processors/stores/alerts.ts'
import { AnswerGiven } from '../../schemas/answer-given.generated.ts'
import { XconnectorAudienceAlert } from '../../schemas/xconnector-audience-alert.generated.ts'
import { exampleFlows } from '../../src/flow-settings/example.ts'
import { TestDriver, topologyOf } from '../../src/stream/testing.ts'
import { pushCommands } from '../../topics/push-commands.ts'
import { requestEvents } from '../../topics/request-events.ts'
import { xconnectorEvents } from '../../topics/xconnector-events.ts'
import { person, staff, withoutRow } from './directory.ts'

const minute = 60_000
const nurse = { roles: ['nurse'], location: 'hamburg' }
let driver: TestDriver
beforeEach(() => {
  driver = new TestDriver(topologyOf(openAlerts, alertStaff(exampleFlows.X7)))
  const onCall = [{ from: driver.now, to: driver.now + 20 * minute }]
  staff(
    driver,
    person('mia', { ...nurse, onCall, lead: 'lee', manager: 'max' }),
    person('bob', { ...nurse, lead: 'gone', manager: 'max' }),
    person('far', { roles: ['nurse'], location: 'berlin', onCall }),
    ...['lee', 'max'].map(id => person(id)),
  )
})

/** Critical, to the nurses of Hamburg, now, where nothing else is said. */
function alert(id: string, said: Partial<XconnectorAudienceAlert> = {}): void {
  driver.send(xconnectorEvents, XconnectorAudienceAlert, {
    ...{ eventId: id, subject: 'role:nurse', occurredAt: driver.now, source: '/erp', about: null },
    ...{ kind: 'shipment_exception', severity: 'critical', roles: ['nurse'], locations: ['hamburg'] },
    ...{ businessUnits: [], onCallOnly: false, title: 'Stuck', text: 'Pallet 4', recordType: null, recordId: null },
    ...{ recordVersion: null, link: null, correlationId: 'ship-9', expiresAt: null, data: {}, extra: {} },
    ...said,
  })
}
function answer(id: string, by: string | null, action = 'acknowledge', subject = 'alert:a'): void {
  const value = { eventId: id, subject, occurredAt: driver.now, person: by, action, comment: null }
  driver.send(requestEvents, AnswerGiven, value)
}
/** Who was told since the last call, push by push. */
const told = () => driver.outputs(pushCommands).map(({ value }) => value.users.join(' '))
const reasons = () => driver.decisions().map(({ reason, eventId }) => `${reason} ${eventId}`)

describe('an alert', () => {
  test('reaches those on call first, then its audience, then the managers, each once', () => {
    alert('a')
    const [first] = driver.outputs(pushCommands)
    assert.deepEqual(first?.value, {
      ...{ deliveryId: 'a/alert-staff/push/0', eventId: 'a', subject: 'alert:a', occurredAt: driver.now },
      ...{ users: ['mia'], clients: [], groups: [], broadcast: false, title: 'Stuck', summary: 'Pallet 4' },
      data: { kind: 'shipment_exception', source_correlation_id: 'ship-9' },
      ...{ actions: [{ id: 'acknowledge', title: 'Got it' }], priority: 'high', ttlSeconds: null },
      ...{ expiresAt: null, correlationId: 'alert:a' },
    })
    driver.advance(10 * minute - 1)
    assert.deepEqual(told(), [])
    driver.restart()
    driver.advance(1)
    assert.deepEqual(told(), ['bob'])
    driver.advance(20 * minute)
    assert.deepEqual([told(), reasons(), driver.timers()], [['max'], [], []])
    assert.equal(driver.row(alerts, 'alert:a')?.over, true)
  })

  test('without severity takes the default chain; without a title it is called by its kind; a long text is cut', () => {
    alert('a', { severity: null, title: null, text: 'x'.repeat(5_000) })
    const [{ value } = { value: undefined }] = driver.outputs(pushCommands)
    assert.deepEqual([value?.users, value?.priority, value?.title], [['bob', 'mia'], 'normal', 'shipment_exception'])
    assert.equal(value?.summary?.length, 700)
  })

  test('for those on call only tells nobody else, but their leads', () => {
    const chain = [0, minute].map((afterMs, n) => ({ afterMs, to: (['audience', 'leads'] as const)[n] ?? 'leads' }))
    driver = new TestDriver(topologyOf(openAlerts, alertStaff({ chains: { default: chain } })))
    const onCall = [{ from: driver.now, to: driver.now + 1 }]
    staff(
      driver,
      person('mia', { ...nurse, onCall, lead: 'lee' }),
      person('bob', { ...nurse, lead: 'gone' }),
      person('lee'),
    )
    alert('a', { onCallOnly: true })
    driver.advance(minute)
    assert.deepEqual(told(), ['mia', 'lee'])
  })

  test('goes to whoever the directory names at the time of each step', () => {
    alert('a')
    withoutRow(driver, 'location:hamburg')
    staff(driver, person('kim', nurse), person('mia', nurse))
    driver.advance(10 * minute)
    assert.deepEqual(told(), ['mia', 'kim'])
  })

  test('that would tell nobody goes on to the next step at once, and ends with a decision where none is left', () => {
    withoutRow(driver, 'role:nurse')
    staff(driver, person('bob', { ...nurse, manager: 'max' }))
    alert('a')
    assert.deepEqual([told(), reasons()], [['bob'], ['nobody_to_tell a']])
    driver.advance(30 * minute)
    assert.deepEqual(told(), ['max'])
    alert('b', { roles: ['pilot'], severity: 'low' })
    assert.deepEqual([told(), reasons()], [[], ['nobody_to_tell b']])
  })

  test('is told by nobody after its time', () => {
    alert('a', { expiresAt: driver.now + minute })
    assert.deepEqual(told(), ['mia'])
    driver.advance(30 * minute)
    assert.deepEqual([told(), reasons()], [[], ['expired a']])
  })

  test('whose id is known already is not begun again', () => {
    alert('a')
    alert('a', { source: '/another' })
    assert.deepEqual([told(), reasons()], [['mia'], ['known_already a']])
  })

  test('a chain whose first step has to wait', () => {
    driver = new TestDriver(
      topologyOf(openAlerts, alertStaff({ chains: { default: [{ afterMs: minute, to: 'audience' }] } })),
    )
    staff(driver, person('mia', nurse))
    alert('a')
    assert.deepEqual(told(), [])
    driver.advance(minute)
    assert.deepEqual(told(), ['mia'])
  })
})

describe('an answer', () => {
  test('of somebody who was told ends it', () => {
    alert('a')
    answer('yes', 'mia')
    assert.deepEqual(driver.timers(), [])
    driver.restart()
    driver.advance(60 * minute)
    assert.deepEqual([told(), reasons()], [['mia'], []])
    assert.equal(driver.row(alerts, 'alert:a')?.acknowledgedBy, 'mia')
  })

  test('of anybody else, a second one, or another button changes nothing', () => {
    alert('a')
    answer('bobs', 'bob')
    answer('whose', null)
    answer('no alert', 'mia', 'acknowledge', 'alert:b')
    answer('other button', 'mia', 'approve')
    answer('a task', 'mia', 'approve', 'workflow-task:1')
    answer('yes', 'mia')
    answer('again', 'mia')
    const expected = ['not_asked bobs', 'not_asked whose', 'unknown_action other button', 'already_acknowledged again']
    assert.deepEqual(reasons().sort(), [...expected, 'not_asked no alert'].sort())
  })

  test('that was given while the process was down, before the next step was due, counts', () => {
    alert('a')
    driver.together(() => {
      driver.advance(minute)
      answer('yes', 'mia')
      driver.advance(20 * minute)
      driver.restart()
    })
    assert.deepEqual(told(), ['mia'])
  })

  test('and an answer to the last step, at the end of the chain, is remembered', () => {
    alert('a', { severity: null })
    answer('yes', 'bob')
    assert.equal(driver.row(alerts, 'alert:a')?.acknowledgedBy, 'bob')
  })
})
